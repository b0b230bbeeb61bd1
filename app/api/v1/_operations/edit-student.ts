import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { EmailInput, PersonNameInput, TimezoneInput } from "#domain/accounts/inputs.ts";
import { Student } from "#domain/api/shapes.ts";
import { loadStudentView } from "#domain/api/students.ts";
import { editStudent } from "#domain/students/edit-student.ts";
import { OfficeNoteInput, StudentLanguageInput } from "#domain/students/inputs.ts";

export default defineWrite({
  id: "editStudent",
  method: "PATCH",
  path: "/students/{id}",
  subject: "Students",
  summary: "Correct a student",
  detail:
    "Only what is sent changes. Another address counts as not confirmed, and everything that was mailed to the old one ends: sign-ins, codes, links, the password and tokens. The old address is told. An account of the team is not changed this way.",
  needs: "student.edit",
  body: z.strictObject({
    name: PersonNameInput.optional(),
    email: EmailInput.optional(),
    language: StudentLanguageInput.nullable().optional(),
    timezone: TimezoneInput.optional(),
    officeNote: OfficeNoteInput.nullable()
      .optional()
      .meta({ description: "What the office notes for itself; the student never gets it." }),
    welcome: z
      .boolean()
      .default(false)
      .meta({ description: "Whether a new address is mailed a link for choosing a password." }),
  }),
  status: 200,
  answer: Student,
  refusals: ["email_taken", "wrong_state"],
  handle: async (ctx, { id, body }) => {
    await editStudent(ctx, { userId: id, ...body });
    return loadStudentView(ctx, id);
  },
});
