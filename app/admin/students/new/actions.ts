"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { createStudent } from "#domain/students/create-student.ts";

const Create = z.object({ name: PersonNameInput, email: EmailInput, welcome: z.literal("on").optional() });

export const createStudentAction = action(Create, async ({ write }, { name, email, welcome }) => {
  const { userId } = await write((ctx) => createStudent(ctx, { name, email, welcome: welcome === "on" }));
  await redirectDone(`/admin/students/${userId}`, "student-created");
});
