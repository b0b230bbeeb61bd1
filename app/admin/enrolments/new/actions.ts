"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { Why } from "#app/admin/_list/inputs.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

const AddInput = z.object({
  email: EmailInput,
  cohortId: z.string().min(1, "Choose a cohort.").max(60),
  why: Why,
});

export const addAction = action(AddInput, async ({ read, write }, { email, cohortId, why }) => {
  const student = await findPerson(read, { email });
  if (!student) {
    throw new Refusal("not_found", {
      words: "Nobody has this address.",
      fields: { email: "Nobody has this address. They can sign up, or you invite them first." },
    });
  }
  const { id } = await write((ctx) => addEnrolment(ctx, { cohortId, studentId: student.id, why }));
  redirect(`/admin/enrolments/${id}?done=added`);
});
