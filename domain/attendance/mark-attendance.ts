import { and, eq, inArray, lte, or } from "drizzle-orm";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, attendanceMarks, enrolments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { completeByRule } from "../enrolments/complete-by-rule.ts";
import { flagCompletion } from "../enrolments/flag-completion.ts";
import { TAKES_PART } from "../enrolments/list-class.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { canMark } from "./meeting-window.ts";
import { findMeeting } from "./find-meeting.ts";

export type Mark = {
  enrolmentId: string;
  state: AttendanceState;
  /** When it was made; later than now counts as now. */
  markedAt: Date;
  /** Given by whoever may send it twice. */
  key?: string;
};

/** What became of a mark: `repeated` was taken before, `superseded` is older than what stands, `unknown` is of nobody in the class. */
export type MarkOutcome = {
  outcome: "taken" | "repeated" | "superseded" | "unknown";
  /** What stands now; null for nobody in the class. */
  state: AttendanceState | null;
};

/**
 * Says of students of a class whether they were at one of its meetings, at most `MARKS_MAX` at once, in whatever order they come: the
 * mark that was made last stands, and stands above a student's own check-in; one that is sent again is taken once by its key. Each
 * change is audited with what was before. One that cannot be taken does not stop the others, because a phone would send them all
 * again and again. Refuses what cannot be known before the meeting.
 */
export async function markAttendance(
  ctx: WriteCtx,
  input: { meetingId: string; marks: readonly Mark[] },
): Promise<MarkOutcome[]> {
  const { meeting, teacherIds } = await findMeeting(ctx.tx, input.meetingId);
  authorize(ctx, "attendance.mark", { teacherIds });
  if (!input.marks.every(({ state }) => canMark(state, meeting, ctx.now))) {
    throw new Refusal("wrong_state", { words: message("refusals.attendance_too_early") });
  }
  return takeMarks(ctx, meeting, input.marks);
}

async function takeMarks(
  ctx: StepCtx,
  meeting: { id: string; cohortId: string },
  marks: readonly Mark[],
): Promise<MarkOutcome[]> {
  const present = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        inArray(
          enrolments.id,
          marks.map(({ enrolmentId }) => enrolmentId),
        ),
        eq(enrolments.cohortId, meeting.cohortId),
        inArray(enrolments.state, [...TAKES_PART]),
      ),
    );
  const known = new Set(present.map(({ id }) => id));
  const outcomes: MarkOutcome[] = [];
  for (const mark of marks) {
    const isKnown = known.has(mark.enrolmentId);
    outcomes.push(isKnown ? await takeMark(ctx, meeting.id, mark) : { outcome: "unknown", state: null });
  }
  return outcomes;
}

async function takeMark(ctx: StepCtx, meetingId: string, mark: Mark): Promise<MarkOutcome> {
  const { enrolmentId, state, key } = mark;
  const markedAt = mark.markedAt < ctx.now ? mark.markedAt : ctx.now;
  const said = { state, markedAt, markedBy: getActorId(ctx.actor), via: "teacher" as const };
  const [before] = await ctx.tx
    .select()
    .from(attendance)
    .where(and(eq(attendance.meetingId, meetingId), eq(attendance.enrolmentId, enrolmentId)));
  const standing = before?.state ?? null;
  const isNew = key === undefined || (await isNewKey(ctx, { meetingId, enrolmentId, key }));
  if (!isNew) return { outcome: "repeated", state: standing };
  const written = await ctx.tx
    .insert(attendance)
    .values({ id: createId("attendance"), meetingId, enrolmentId, ...said })
    .onConflictDoUpdate({
      target: [attendance.meetingId, attendance.enrolmentId],
      set: said,
      setWhere: or(lte(attendance.markedAt, markedAt), eq(attendance.via, "check_in")),
    })
    .returning({ id: attendance.id });
  if (written.length === 0) return { outcome: "superseded", state: standing };
  if (standing === state && before?.via === said.via) return { outcome: "taken", state };
  await audit(
    ctx,
    "attendance.mark",
    { type: "enrolment", id: enrolmentId },
    {
      ...(before ? { before: { state: before.state, via: before.via, by: before.markedBy } } : {}),
      after: { meeting: meetingId, state, via: said.via, by: said.markedBy, markedAt },
    },
  );
  // What a check-in completes, a job sees to: a whole class comes at once.
  await completeByRule(ctx, { enrolmentId });
  await flagCompletion(ctx, enrolmentId);
  return { outcome: "taken", state };
}

async function isNewKey(ctx: StepCtx, sent: { meetingId: string; enrolmentId: string; key: string }) {
  const added = await ctx.tx
    .insert(attendanceMarks)
    .values({ ...sent, receivedAt: ctx.now })
    .onConflictDoNothing()
    .returning({ key: attendanceMarks.key });
  return added.length > 0;
}
