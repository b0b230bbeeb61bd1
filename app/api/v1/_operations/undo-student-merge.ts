import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { undoStudentMerge } from "#domain/checkout/undo-student-merge.ts";

export default defineWrite({
  id: "undoStudentMerge",
  method: "POST",
  path: "/students/{id}/undo-merge",
  subject: "Students",
  summary: "Make two accounts again of a merged one",
  detail: "Of the account that was merged into another. What went over goes back; what came since stays where it is.",
  needs: "student.merge",
  body: Nothing,
  status: 200,
  answer: Student,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await undoStudentMerge(ctx, { fromId: id });
    return loadStudentView(ctx, id);
  },
});
