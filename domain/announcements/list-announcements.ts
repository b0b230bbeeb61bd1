import { eq, inArray, type SQL } from "drizzle-orm";
import { announcements, cohorts, users } from "#db/schema/index.ts";
import { ANNOUNCEMENT_STATES } from "#db/enums.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createIdFilter } from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";

export type AnnouncementRow = RowOf<typeof announcementList>;

/** What was written to students: all of it for the office, and for a teacher that of the courses they teach. */
export const announcementList = defineList({
  table: announcements,
  reach: withinReach,
  view: defineView({
    fields: () => ({
      id: announcements.id,
      courseId: announcements.courseId,
      cohortId: announcements.cohortId,
      cohortName: cohorts.name,
      audience: announcements.audience,
      subject: announcements.subject,
      state: announcements.state,
      authorId: announcements.authorId,
      authorName: users.name,
      mails: announcements.mails,
      createdAt: announcements.createdAt,
      sentAt: announcements.sentAt,
    }),
    from: (select) =>
      select
        .from(announcements)
        .innerJoin(users, eq(users.id, announcements.authorId))
        .leftJoin(cohorts, eq(cohorts.id, announcements.cohortId)),
    show: (row) => row,
  }),
  key: "id",
  cursor: { sort: "created", ids: "announcement" },
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    courseId: createIdFilter("course", (id) => eq(announcements.courseId, id)),
    state: createChoiceFilter(announcements.state, ANNOUNCEMENT_STATES),
  },
});
export const { page: listAnnouncements } = announcementList;

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "announcement.read")) return undefined;
  authorize(ctx, "announcement.read", { teacherIds: [getActorId(ctx.actor)] });
  return inArray(announcements.courseId, selectTaughtCourses(ctx.read, getActorId(ctx.actor)));
}
