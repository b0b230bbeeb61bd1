"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { ReasonInput, TickedBox } from "#app/admin/_list/inputs.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import type { ReadCtx, WriteCtx } from "#domain/kernel/command.ts";
import { isAllowed } from "#domain/policy.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { draftOrder } from "#domain/checkout/draft-order.ts";
import { createStudent } from "#domain/students/create-student.ts";
import { issue, message } from "#messages/message.ts";

const AddInput = z.object({
  email: EmailInput,
  /** Of somebody who has no account yet. */
  name: z.union([z.literal("").transform(() => undefined), PersonNameInput]).optional(),
  welcome: z.literal("on").optional(),
  cohortId: z.string().min(1, issue("admin_enrolments.cohort_missing")).max(60),
  /** The place is given, or an order is prepared that the student pays. */
  how: z.enum(["given", "order"]).default("given"),
  inSpiteOfRules: TickedBox,
  why: ReasonInput,
});

/** Somebody whom the school does not know yet gets an account in the same write: all of it or nothing. */
export const addAction = action(
  AddInput,
  async ({ read, write }, { email, name, welcome, cohortId, how, inSpiteOfRules, why }) => {
    const known = await findKnownOrNamed(read, email, name);
    const studentOf = async (ctx: WriteCtx) =>
      known?.id ?? (await createStudent(ctx, { name: name ?? email, email, welcome: welcome === "on" })).userId;
    if (how === "order") {
      const { code } = await write(async (ctx) =>
        draftOrder(ctx, { cohortId, studentId: await studentOf(ctx), inSpiteOfRules, why }),
      );
      await redirectDone(`/admin/orders/${code}`, "order-drafted");
    }
    const { id } = await write(async (ctx) =>
      addEnrolment(ctx, { cohortId, studentId: await studentOf(ctx), inSpiteOfRules, why }),
    );
    await redirectDone(`/admin/enrolments/${id}`, "enrolment-added");
  },
  [
    ({ read }, { email, name }) =>
      email !== undefined && isAllowed(read.actor, "student.create") && findKnownOrNamed(read, email, name),
  ],
);

/** The person with this address; none for somebody new, of whom the name must be there. */
async function findKnownOrNamed(read: ReadCtx, email: string, name: string | undefined) {
  const known = await findPerson(read, { email });
  if (known || name !== undefined) return known;
  const words = message("admin_enrolments.student_unknown");
  throw new Refusal("not_found", { words, fields: { name: words } });
}
