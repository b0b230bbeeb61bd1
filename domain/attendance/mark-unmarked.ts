import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, enrolments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { TAKES_PART } from "../enrolments/list-class.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { canMark } from "./meeting-window.ts";
import { findMeeting } from "./find-meeting.ts";

/** SQLite takes at most 32,766 parameters in a statement; a row has seven. */
const ROWS_AT_ONCE = 1_000;

/** Says the same of everybody of a class of whom nothing was said yet for a meeting. Gives how many they are. */
export async function markUnmarked(
  ctx: WriteCtx,
  input: { meetingId: string; state: AttendanceState },
): Promise<number> {
  const { meeting, teacherIds } = await findMeeting(ctx.tx, input.meetingId);
  authorize(ctx, "attendance.mark", { teacherIds });
  if (!canMark(input.state, meeting, ctx.now)) {
    throw new Refusal("wrong_state", { words: message("refusals.attendance_too_early") });
  }
  const marked = ctx.tx
    .select({ one: sql`1` })
    .from(attendance)
    .where(and(eq(attendance.meetingId, meeting.id), eq(attendance.enrolmentId, enrolments.id)));
  const left = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(eq(enrolments.cohortId, meeting.cohortId), inArray(enrolments.state, [...TAKES_PART]), notExists(marked)),
    );
  const said = {
    meetingId: meeting.id,
    state: input.state,
    markedAt: ctx.now,
    markedBy: getActorId(ctx.actor),
    via: "teacher" as const,
  };
  const rows = left.map(({ id: enrolmentId }) => ({ id: createId("attendance"), enrolmentId, ...said }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    // Who has checked in a moment ago stays as they are.
    await ctx.tx
      .insert(attendance)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoNothing();
  }
  if (rows.length > 0) {
    const after = { state: input.state, students: rows.length };
    await audit(ctx, "attendance.mark", { type: "meeting", id: meeting.id }, { after });
  }
  return rows.length;
}
