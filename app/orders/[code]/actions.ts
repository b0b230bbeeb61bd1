"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { isId } from "#domain/kernel/ids.ts";
import { setRefundAccount } from "#domain/refunds/set-refund-account.ts";

const Account = z.object({
  orderId: z.string().refine((text) => isId("order", text)),
  code: z.string().max(20),
  holder: z.string().trim().min(1, "Say whose account it is.").max(140, "At most 140 characters."),
  iban: z.string().trim().min(1, "The account’s IBAN.").max(60, "At most 60 characters."),
  confirmPassword: ConfirmPasswordInput,
});

/** Says to which account the refund of a transfer goes. */
export const giveRefundAccountAction = action(Account, async (command, { code, confirmPassword, ...account }) => {
  const { write } = await requirePassword(command, confirmPassword);
  await write((ctx) => setRefundAccount(ctx, account));
  await redirectDone(`/orders/${encodeURIComponent(code)}`, "refund-account-given");
});
