"use server";

import { z } from "zod";
import { redirectDone } from "#app/_edge/redirect-done.ts";
import { action } from "#app/_edge/action.ts";
import { Why } from "#app/admin/_list/inputs.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { draftOrder } from "#domain/orders/draft-order.ts";

const AddInput = z.object({
  email: EmailInput,
  cohortId: z.string().min(1, "Choose a cohort.").max(60),
  /** The place is given, or an order is prepared that the student pays. */
  how: z.enum(["given", "order"]).default("given"),
  why: Why,
});

export const addAction = action(AddInput, async ({ read, write }, { email, cohortId, how, why }) => {
  const student = await findPerson(read, { email });
  if (!student) {
    throw new Refusal("not_found", {
      words: "Nobody has this address.",
      fields: { email: "Nobody has this address. They can sign up, or you invite them first." },
    });
  }
  if (how === "order") {
    const { code } = await write((ctx) => draftOrder(ctx, { cohortId, studentId: student.id, why }));
    await redirectDone(`/admin/orders/${code}`, "order-drafted");
  }
  const { id } = await write((ctx) => addEnrolment(ctx, { cohortId, studentId: student.id, why }));
  await redirectDone(`/admin/enrolments/${id}`, "enrolment-added");
});
