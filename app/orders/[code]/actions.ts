"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { isId } from "#domain/kernel/ids.ts";
import { checkAccountNumber } from "#domain/refunds/payee.ts";
import { setRefundAccount } from "#domain/refunds/set-refund-account.ts";
import { issue } from "#messages/message.ts";

const Account = z.object({
  orderId: z.string().refine((text) => isId("order", text)),
  code: z.string().max(20),
  holder: z
    .string()
    .trim()
    .min(1, issue("orders.account_holder_missing"))
    .max(140, issue("orders.account_holder_too_long")),
  iban: z.string().trim().min(1, issue("orders.iban_missing")).max(60, issue("orders.iban_too_long")),
  confirmPassword: ConfirmPasswordInput,
});

/** Says to which account the refund of a transfer goes. */
export const giveRefundAccountAction = action(
  Account,
  async (command, { code, confirmPassword, ...account }) => {
    const { write } = await requirePassword(command, confirmPassword);
    await write((ctx) => setRefundAccount(ctx, account));
    await redirectDone(`/orders/${encodeURIComponent(code)}`, "refund-account-given");
  },
  [(_asked, { iban }) => iban && checkAccountNumber(iban)],
);
