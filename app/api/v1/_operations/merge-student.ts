import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { mergeStudents } from "#domain/checkout/merge-students.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "mergeStudent",
  method: "POST",
  path: "/students/{id}/merge",
  subject: "Students",
  summary: "Merge a student's account into another",
  detail:
    "For one person with two accounts: orders, places, access, questions and waiting entries go to `intoId`, and this account ends. Refused where both have a place, or wait for one, in the same cohort. It can be undone for 30 days. Answers with the account that stays.",
  needs: "student.merge",
  body: z.strictObject({ intoId: Id("usr"), why: createTextInput(500).min(1) }),
  status: 200,
  answer: Student,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await mergeStudents(ctx, { fromId: id, ...body });
    return loadStudentView(ctx, body.intoId);
  },
});
