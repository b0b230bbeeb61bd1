import { and, eq } from "drizzle-orm";
import { attendance, enrolments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { flagCompletion } from "../enrolments/flag-completion.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findMeeting } from "./find-meeting.ts";

/**
 * Takes back what was said of a student at a meeting: nothing is said of them again, and they can check in by themselves. Audited with what
 * was before. Says whether there was a mark; refuses nobody of the class.
 */
export async function resetMark(ctx: WriteCtx, input: { meetingId: string; enrolmentId: string }): Promise<boolean> {
  const { meeting, teacherIds } = await findMeeting(ctx.tx, input.meetingId);
  authorize(ctx, "attendance.mark", { teacherIds });
  const { enrolmentId } = input;
  const [place] = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.id, enrolmentId), eq(enrolments.cohortId, meeting.cohortId)));
  if (!place) throw new Refusal("not_found");
  const [before] = await ctx.tx
    .delete(attendance)
    .where(and(eq(attendance.meetingId, meeting.id), eq(attendance.enrolmentId, enrolmentId)))
    .returning();
  if (!before) return false;
  await audit(
    ctx,
    "attendance.mark",
    { type: "enrolment", id: enrolmentId },
    {
      before: { state: before.state, via: before.via, by: before.markedBy },
      after: { meeting: meeting.id, state: null },
    },
  );
  await flagCompletion(ctx, enrolmentId);
  return true;
}
