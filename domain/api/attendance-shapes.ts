import { z } from "zod";
import { ATTENDANCE_STATES, ATTENDANCE_VIA } from "#db/enums.ts";
import { Id, Moment } from "./parts.ts";

export const Attendance = z
  .strictObject({
    id: Id("atd"),
    meetingId: Id("mtg"),
    enrolmentId: Id("enr"),
    studentId: Id("usr"),
    cohortId: Id("coh").meta({ description: "That of the meeting, which the student may have been moved out of." }),
    state: z.enum(ATTENDANCE_STATES),
    via: z
      .enum(ATTENDANCE_VIA)
      .meta({ description: "Who said it: the teacher or the office, or the student in the room." }),
    markedAt: Moment.meta({ description: "When it was said; it may have reached the school later." }),
    markedBy: Id("usr"),
  })
  .meta({ id: "Attendance" });
