"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { EmailInput, PersonNameInput, TimezoneInput } from "#domain/accounts/inputs.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { checkEditedEmail, editStudent } from "#domain/students/edit-student.ts";
import { OfficeNoteInput, StudentLanguageInput } from "#domain/students/inputs.ts";

const Edit = z.object({
  userId: z.string().max(60),
  seen: EditVersion,
  name: PersonNameInput,
  email: EmailInput,
  language: StudentLanguageInput.optional(),
  timezone: TimezoneInput.optional(),
  officeNote: OfficeNoteInput.optional(),
  welcome: z.literal("on").optional(),
});

export const editStudentAction = action(
  Edit,
  async ({ write }, { welcome, ...student }) => {
    const { isAddressNew } = await write((ctx) => editStudent(ctx, { ...student, welcome: welcome === "on" }));
    const done = isAddressNew ? "student-address-corrected" : "student-saved";
    await redirectDone(`/admin/students/${student.userId}`, done);
  },
  [({ read }, { userId, email }) => checkEditedEmail(read, { userId, email })],
);
