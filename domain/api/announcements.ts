import { getTableColumns, inArray, type SQL } from "drizzle-orm";
import { announcements } from "#db/schema/index.ts";
import { ANNOUNCEMENT_STATES } from "#db/enums.ts";
import { findAnnouncement } from "../announcements/find-announcement.ts";
import type { Announcement } from "../announcements/machine.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id } from "./parts.ts";
import type { AnnouncementView } from "./announcement-shapes.ts";

export function toAnnouncementView(row: Announcement): AnnouncementView {
  const { id, courseId, cohortId, audience, subject, body, state, authorId, mails, createdAt, sentAt } = row;
  return { id, courseId, cohortId, audience, subject, body, state, authorId, mails, createdAt, sentAt };
}

/** One of them, for the office and who teaches its course. */
export async function getAnnouncementView(ctx: ReadCtx, id: string): Promise<AnnouncementView | undefined> {
  const { announcement, teacherIds } = await findAnnouncement(ctx.read, id);
  authorize(ctx, "announcement.read", { teacherIds });
  return announcement && toAnnouncementView(announcement);
}

/** What was written to students, the newest first: all of it for the office, that of the courses one teaches for the others. */
export const announcementPages = defineList({
  table: announcements,
  reach: withinReach,
  view: defineView({
    fields: () => getTableColumns(announcements),
    from: (select) => select.from(announcements),
    show: (row) => toAnnouncementView(row),
  }),
  key: "id",
  cursor: { sort: "created", ids: "announcement" },
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    courseId: createFilter(Id("crs"), (id) => inArray(announcements.courseId, [id])),
    state: createChoiceFilter(announcements.state, ANNOUNCEMENT_STATES),
  },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "announcement.read")) return undefined;
  authorize(ctx, "announcement.read", { teacherIds: [getActorId(ctx.actor)] });
  return inArray(announcements.courseId, selectTaughtCourses(ctx.read, getActorId(ctx.actor)));
}
