import { and, eq, inArray } from "drizzle-orm";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, enrolments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isCheckInCode, isCheckInPass } from "./room-code.ts";
import { getArrivalState, getCheckInState } from "./meeting-window.ts";
import { findPlaceElsewhere } from "./find-place-elsewhere.ts";
import { findMeeting } from "./find-meeting.ts";

/** What shows that somebody was in the room: the code they read there, or the pass that they got for it. */
export type CheckInProof = { code: string } | { pass: string };

/**
 * A student says that they are at a meeting, by the code that is shown there. A second time changes nothing, and neither does it
 * when the teacher has said something before: gives what stands. Refuses whoever takes no part in the course as if there were no
 * such meeting, whoever does in another cohort, and a code that is wrong, old or of another meeting.
 */
export async function checkInStudent(
  ctx: WriteCtx,
  input: { meetingId: string; studentId: string; schoolSecret: string; proof: CheckInProof },
): Promise<{ enrolmentId: string; state: AttendanceState }> {
  authorize(ctx, "attendance.check_in", { ownerId: input.studentId });
  const { meeting } = await findMeeting(ctx.tx, input.meetingId);
  const [enrolment] = await ctx.tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.cohortId, meeting.cohortId),
        eq(enrolments.studentId, input.studentId),
        inArray(enrolments.state, ["active", "completed"]),
      ),
    );
  if (!enrolment) {
    const elsewhere = await findPlaceElsewhere(ctx.tx, { ...input, meeting });
    if (!elsewhere) throw new Refusal("not_found");
    throw new Refusal("wrong_state", { words: message("refusals.check_in_elsewhere", elsewhere) });
  }
  const opening = getCheckInState(meeting, ctx.now);
  if (opening !== "open") {
    const words = opening === "early" ? message("refusals.check_in_early") : message("refusals.check_in_over");
    throw new Refusal("wrong_state", { words });
  }
  if (!isProof(input, ctx.now)) throw new Refusal("wrong_code", { words: message("refusals.check_in_code") });
  const state = getArrivalState(meeting, ctx.now);
  const place = { meetingId: meeting.id, enrolmentId: enrolment.id };
  const said = { state, markedAt: ctx.now, markedBy: getActorId(ctx.actor), via: "check_in" as const };
  const [added] = await ctx.tx
    .insert(attendance)
    .values({ id: createId("attendance"), ...place, ...said })
    .onConflictDoNothing()
    .returning({ id: attendance.id });
  if (!added) {
    const [standing] = await ctx.tx
      .select({ state: attendance.state })
      .from(attendance)
      .where(and(eq(attendance.meetingId, meeting.id), eq(attendance.enrolmentId, enrolment.id)));
    return { enrolmentId: enrolment.id, state: standing?.state ?? state };
  }
  const after = { meeting: meeting.id, state, via: said.via };
  await audit(ctx, "attendance.check_in", { type: "enrolment", id: enrolment.id }, { after });
  return { enrolmentId: enrolment.id, state };
}

function isProof({ proof, schoolSecret, meetingId }: Parameters<typeof checkInStudent>[1], now: Date): boolean {
  return "code" in proof
    ? isCheckInCode(schoolSecret, meetingId, proof.code, now)
    : isCheckInPass(schoolSecret, meetingId, proof.pass, now);
}
