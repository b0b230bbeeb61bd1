import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { createStudent } from "#domain/students/create-student.ts";

export default defineWrite({
  id: "createStudent",
  method: "POST",
  path: "/students",
  subject: "Students",
  summary: "Create a student",
  detail:
    "For somebody who called or wrote. Their address counts as not confirmed until they follow a mailed link. With `welcome` they are mailed one for choosing a password.",
  needs: "student.create",
  body: z.strictObject({ name: PersonNameInput, email: EmailInput, welcome: z.boolean().default(false) }),
  status: 201,
  answer: Student,
  refusals: ["email_taken"],
  handle: async (ctx, { body }) => {
    const { userId } = await createStudent(ctx, body);
    return loadStudentView(ctx, userId);
  },
});
