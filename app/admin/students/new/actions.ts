"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { EmailInput, PersonNameInput, TimezoneInput } from "#domain/accounts/inputs.ts";
import { checkStudentEmail, createStudent } from "#domain/students/create-student.ts";
import { OfficeNoteInput, StudentLanguageInput } from "#domain/students/inputs.ts";

const Create = z.object({
  name: PersonNameInput,
  email: EmailInput,
  language: StudentLanguageInput.optional(),
  timezone: TimezoneInput.optional(),
  officeNote: OfficeNoteInput.optional(),
  welcome: z.literal("on").optional(),
});

export const createStudentAction = action(
  Create,
  async ({ write }, { welcome, ...student }) => {
    const { userId } = await write((ctx) => createStudent(ctx, { ...student, welcome: welcome === "on" }));
    await redirectDone(`/admin/students/${userId}`, "student-created");
  },
  [({ read }, { email }) => checkStudentEmail(read, email)],
);
