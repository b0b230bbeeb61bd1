import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ATTENDANCE_STATES } from "#db/enums.ts";
import { Id } from "#domain/api/parts.ts";
import { checkInStudent } from "#domain/attendance/check-in-student.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { BESIDE_ALL, runtime } from "#runtime";

export default defineWrite({
  id: "checkIn",
  method: "POST",
  path: "/meetings/{id}/check-in",
  subject: "Attendance",
  summary: "Check in to a meeting",
  detail:
    "The token's own person says that they are in the room, by the code at the end of the address that the QR code there holds. It changes every 20 seconds, and is taken for 20 more. What the teacher has said stands above it.",
  needs: "attendance.check_in",
  body: z.strictObject({ code: z.string().max(100) }),
  status: 200,
  answer: z.strictObject({ enrolmentId: Id("enr"), state: z.enum(ATTENDANCE_STATES) }),
  refusals: ["wrong_code", "wrong_state"],
  beside: () => BESIDE_ALL,
  handle: (ctx, { id, body }) =>
    checkInStudent(ctx, {
      meetingId: id,
      studentId: getActorId(ctx.actor),
      schoolSecret: runtime().secret,
      proof: { code: body.code },
    }),
});
