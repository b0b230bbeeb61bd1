import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { EmailInput, PersonNameInput, TimezoneInput } from "#domain/accounts/inputs.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { createStudent } from "#domain/students/create-student.ts";
import { OfficeNoteInput, StudentLanguageInput } from "#domain/students/inputs.ts";

export default defineWrite({
  id: "createStudent",
  method: "POST",
  path: "/students",
  subject: "Students",
  summary: "Create a student",
  detail:
    "For somebody who called or wrote. Their address counts as not confirmed until they follow a mailed link. With `welcome` they are mailed one for choosing a password.",
  needs: "student.create",
  body: z.strictObject({
    name: PersonNameInput,
    email: EmailInput,
    welcome: z.boolean().default(false),
    language: StudentLanguageInput.nullable()
      .optional()
      .meta({ description: "In which they are written to, such as `de`. The school's own when none is given." }),
    timezone: TimezoneInput.optional().meta({ description: "The school's own when none is given." }),
    officeNote: OfficeNoteInput.nullable()
      .optional()
      .meta({ description: "What the office notes for itself; the student never gets it." }),
  }),
  status: 201,
  answer: Student,
  refusals: ["email_taken"],
  handle: async (ctx, { body }) => {
    const { userId } = await createStudent(ctx, body);
    return loadStudentView(ctx, userId);
  },
});
