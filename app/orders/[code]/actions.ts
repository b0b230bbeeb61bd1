"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { SaveCardInput, PayChoiceInput, TermsInput } from "#app/_forms/pay-choice.ts";
import { PROVIDERS } from "#db/enums.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { pathFromForm } from "#messages/page-path.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { isId } from "#domain/kernel/ids.ts";
import { checkAccountNumber } from "#domain/kernel/payee.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
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

const Pay = z.object({
  orderId: z.string().refine((text) => isId("order", text)),
  code: z.string().max(20),
  provider: z.enum(PROVIDERS),
  pay: PayChoiceInput,
  keepCard: SaveCardInput,
  terms: TermsInput,
});

/** Pays the next instalment, or what is left of a fee, with credit; an instalment is paid whole or not at all. */
export const payInstalmentWithCreditAction = action(
  Pay.pick({ orderId: true, code: true, pay: true, terms: true }),
  async ({ write }, { orderId, code, pay, terms }) => {
    await write((ctx) => applyCredit(ctx, { orderId, pay, terms }), { beside: lockBuyer({ orderId }) });
    await redirectDone(`/orders/${encodeURIComponent(code)}`, "credit-used");
  },
);

/** Goes to pay the next instalment or all that is left: to the provider's page, or back here with the instructions of a transfer. */
export const payInstalmentAction = action(
  Pay,
  async ({ actor, requestId }, { orderId, code, provider, pay, terms, keepCard: keepsCard }) => {
    const here = pathFromForm(`/orders/${encodeURIComponent(code)}`);
    const payment = await beginPayment({ actor, requestId }, { orderId, provider, pay, terms, keepsCard }).catch(
      (error: unknown) => {
        // The page says what is paid by now.
        if (isRefusal(error) && error.code === "order_not_payable") return null;
        throw error;
      },
    );
    redirect(payment?.checkoutUrl ?? here);
  },
);
