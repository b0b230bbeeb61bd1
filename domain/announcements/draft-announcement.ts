import { announcements } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { loadCourse } from "../courses/load-course.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import type { AnnouncementFields } from "./inputs.ts";
import { assertAudience } from "./find-announcement.ts";
import type { Announcement } from "./machine.ts";

/** Writes an announcement down, for a preview before it is sent. Nobody gets a mail yet. */
export async function draftAnnouncement(
  ctx: WriteCtx,
  input: AnnouncementFields & { courseId: string },
): Promise<Announcement> {
  const { courseId, cohortId, audience, subject, body } = input;
  const { teacherIds } = await loadCourse(ctx.tx, courseId);
  authorize(ctx, "announcement.send", { teacherIds });
  await assertAudience(ctx, courseId, input);
  const [announcement] = await ctx.tx
    .insert(announcements)
    .values({
      id: createId("announcement"),
      ...{ courseId, cohortId, audience, subject, body },
      ...{ state: "draft" as const, authorId: getActorId(ctx.actor), createdAt: ctx.now, updatedAt: ctx.now },
    })
    .returning();
  if (!announcement) throw new Error("An announcement was not written.");
  await recordState(ctx, { type: "announcement", id: announcement.id }, null, announcement.state);
  const after = { cohort: cohortId, audience, subject };
  await audit(ctx, "announcement.send", { type: "announcement", id: announcement.id }, { after });
  return announcement;
}
