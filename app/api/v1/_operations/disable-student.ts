import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { disableUser } from "#domain/checkout/disable-user.ts";

export default defineWrite({
  id: "disableStudent",
  method: "POST",
  path: "/students/{id}/disable",
  subject: "Students",
  summary: "Shut somebody out",
  detail: "Their sign-ins and tokens end at once. What they bought and wrote stays.",
  needs: "student.disable",
  body: Nothing,
  status: 200,
  answer: Student,
  refusals: ["last_owner"],
  handle: async (ctx, { id }) => {
    await disableUser(ctx, { userId: id });
    return loadStudentView(ctx, id);
  },
});
