import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ATTENDANCE_STATES } from "#db/enums.ts";
import { Id, Moment } from "#domain/api/parts.ts";
import { MarkKey, MARKS_MAX } from "#domain/attendance/inputs.ts";
import { markAttendance } from "#domain/attendance/mark-attendance.ts";

const Mark = z.strictObject({
  enrolmentId: Id("enr"),
  state: z.enum(ATTENDANCE_STATES),
  markedAt: Moment.optional().meta({ description: "When it was made. Now, where it is left out or later than now." }),
  key: MarkKey.optional().meta({ description: "Your own name for this mark: one that is sent again is taken once." }),
});

const Outcome = z.strictObject({
  enrolmentId: Id("enr"),
  outcome: z.enum(["taken", "repeated", "superseded", "unknown"]).meta({
    description:
      "`repeated`: it was taken before, by its key. `superseded`: what stands was said later. `unknown`: nobody in this class.",
  }),
  state: z.enum(ATTENDANCE_STATES).nullable().meta({ description: "What stands now." }),
});

export default defineWrite({
  id: "markAttendance",
  method: "POST",
  path: "/meetings/{id}/attendance",
  subject: "Attendance",
  summary: "Say who was at a meeting",
  detail:
    "For who teaches the course, and the office. The mark that was made last stands, in whatever order they are sent, and stands above a student's own check-in. A correction is audited with what was before. Before a meeting students can only be excused.",
  needs: "attendance.mark",
  body: z.strictObject({ marks: z.array(Mark).min(1).max(MARKS_MAX) }),
  status: 200,
  answer: z.strictObject({ marks: z.array(Outcome) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    const marks = body.marks.map(({ key, markedAt = ctx.now, ...mark }) => ({
      ...{ ...mark, markedAt },
      ...(key === undefined ? {} : { key }),
    }));
    const outcomes = await markAttendance(ctx, { meetingId: id, marks });
    return {
      marks: outcomes.map((each, place) => ({ enrolmentId: body.marks[place]?.enrolmentId ?? "", ...each })),
    };
  },
});
