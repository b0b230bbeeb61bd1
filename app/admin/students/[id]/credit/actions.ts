"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { giveCredit } from "#domain/credit/give-credit.ts";
import { refundCredit } from "#domain/credit/refund-credit.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

const Amount = z.object({
  userId: z.string().max(60),
  currency: z.string().length(3),
  amount: z.string().trim().max(30),
  why: ReasonInput,
  seen: z.string().max(20).optional(),
});

function readTyped({ userId, currency, amount, why: reason, seen }: z.output<typeof Amount>) {
  const read = readAmount(amount, currency);
  if ("problem" in read) throw new Refusal("invalid_input", { fields: { amount: read.problem } });
  return { userId, currency, amountMinor: read.minor, reason, seenMinor: parseTypedNumber(seen) };
}

/** Gives some of the school's own. */
export const giveCreditAction = action(Amount, async ({ write }, typed) => {
  await write((ctx) => giveCredit(ctx, readTyped(typed)));
  await redirectDone(`/admin/students/${typed.userId}/credit`, "credit-given");
});

const PayOut = Amount.extend({ confirmPassword: ConfirmPasswordInput });

/** Gives it back as money; a job asks the providers. */
export const payOutCreditAction = action(PayOut, async (command, { confirmPassword, ...typed }) => {
  const { write } = await requirePassword(command, confirmPassword);
  await write((ctx) => refundCredit(ctx, readTyped(typed)));
  await redirectDone(`/admin/students/${typed.userId}/credit`, "credit-paid-out");
});
