import { defineWrite } from "#app/_http/json.ts";
import { enableUser } from "#domain/accounts/enable-user.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";

export default defineWrite({
  id: "enableStudent",
  method: "POST",
  path: "/students/{id}/enable",
  subject: "Students",
  summary: "Enable a disabled account",
  needs: "student.disable",
  body: Nothing,
  status: 200,
  answer: Student,
  handle: async (ctx, { id }) => {
    await enableUser(ctx, { userId: id });
    return loadStudentView(ctx, id);
  },
});
