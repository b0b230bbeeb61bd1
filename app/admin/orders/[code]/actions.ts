"use server";

import { z } from "zod";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { requestPaymentAgain } from "#domain/checkout/request-payment-again.ts";
import { sendOrder } from "#domain/checkout/send-order.ts";
import { offerCredit } from "#domain/credit/offer-credit.ts";
import { remindOfOrder } from "#domain/instalments/remind-of-order.ts";
import { waiveFees } from "#domain/checkout/waive-fees.ts";
import { setOrderReminders } from "#domain/instalments/set-order-reminders.ts";
import { resolveOrder } from "#domain/orders/resolve-order.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import { createId } from "#domain/kernel/ids.ts";
import { checkAccountNumber } from "#domain/kernel/payee.ts";
import { RETURN_REASONS, recordReturnedRefund } from "#domain/refunds/record-returned-refund.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";
import { requestAndSendRefund } from "#services/payments/refund.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { encodeMessage } from "#messages/message.ts";

const Code = z.string().max(20);

const redirectToOrder = (code: string, done: DoneKey) => redirectDone(`/admin/orders/${code}`, done);

const Cancel = z.object({ code: Code, orderId: z.string().max(60), why: ReasonInput });

export const cancelOrderAction = action(Cancel, async ({ write }, { code, orderId, why }) => {
  await write((ctx) => cancelOrder(ctx, { orderId, why }));
  await redirectToOrder(code, "order-cancelled");
});

const Send = z.object({ code: Code, orderId: z.string().max(60) });

export const sendOrderAction = action(Send, async ({ write }, { code, orderId }) => {
  await write((ctx) => sendOrder(ctx, { orderId }));
  await redirectToOrder(code, "order-sent");
});

const Resolve = z.object({ code: Code, orderId: z.string().max(60), why: ReasonInput });

export const resolveOrderAction = action(Resolve, async ({ write }, { code, orderId, why }) => {
  await write((ctx) => resolveOrder(ctx, { orderId, why }));
  await redirectToOrder(code, "order-resolved");
});

/** Asks again for money that was taken out of the order because it was another order's. */
export const requestAgainAction = action(Send, async ({ write }, { code, orderId }) => {
  await write((ctx) => requestPaymentAgain(ctx, { orderId }));
  await redirectToOrder(code, "asked-again");
});

export const remindOrderAction = action(Send, async ({ write }, { code, orderId }) => {
  await write((ctx) => remindOfOrder(ctx, { orderId }));
  await redirectToOrder(code, "payment-reminded");
});

const Offer = Send.extend({
  currency: z.string().length(3),
  amount: z.string().trim().max(30),
  why: z.string().trim().max(1000).default(""),
});

/** Asks the buyer whether they take credit in place of money. */
export const offerCreditAction = action(Offer, async ({ write }, { code, orderId, currency, amount, why: reason }) => {
  const read = readAmount(amount, currency);
  if ("problem" in read) throw new Refusal("invalid_input", { fields: { amount: read.problem } });
  await write((ctx) => offerCredit(ctx, { orderId, amountMinor: read.minor, reason }));
  await redirectToOrder(code, "credit-offered");
});

/** Forgives the fees that the order asks for. */
export const waiveFeesAction = action(Resolve, async ({ write }, { code, orderId, why }) => {
  await write((ctx) => waiveFees(ctx, { orderId, why }));
  await redirectToOrder(code, "fees-waived");
});

const Reminders = Send.extend({ reminders: z.enum(["on", "off"]) });

export const setRemindersAction = action(Reminders, async ({ write }, { code, orderId, reminders }) => {
  await write((ctx) => setOrderReminders(ctx, { orderId, isOff: reminders === "off" }));
  await redirectToOrder(code, "reminders-set");
});

const Confirm = z.object({ code: Code, paymentId: z.string().max(60) });

export const confirmTransferAction = action(Confirm, async ({ write }, { code, paymentId }) => {
  const outcome = await write((ctx) => confirmTransfer(ctx, paymentId));
  await redirectToOrder(code, outcome === "paid" ? "transfer-paid" : "transfer-flagged");
});

const Received = Send.extend({
  currency: z.string().length(3),
  amount: z.string().trim().max(40),
  why: ReasonInput,
  seen: z.string().max(20).optional(),
});

/** Money that came without anybody having asked for it here: cash at the desk, or a transfer under another name. */
export const recordTransferAction = action(
  Received,
  async ({ write }, { code, orderId, currency, amount, why: note, seen }) => {
    const read = readAmount(amount, currency);
    if ("problem" in read) throw new Refusal("invalid_input", { fields: { amount: read.problem } });
    const money = { orderId, amountMinor: read.minor, currency, note, seenMinor: parseTypedNumber(seen) };
    const { outcome } = await write((ctx) => recordTransfer(ctx, { ...money, key: createId("payment") }));
    await redirectToOrder(
      code,
      outcome === "paid" || outcome === "paid_early" ? "money-recorded" : "money-recorded-part",
    );
  },
);

/** The amount is typed in decimals of the payment's currency; whether it is too much the verb says. */
const Refund = z
  .object({
    code: Code,
    paymentId: z.string().max(60),
    currency: z.string().length(3),
    amount: z.string().trim().max(40),
    why: ReasonInput,
    seen: z.string().max(20).optional(),
    confirmPassword: ConfirmPasswordInput,
  })
  .transform(({ amount, currency, why, seen, ...about }, problem) => {
    const read = readAmount(amount, currency);
    const seenMinor = parseTypedNumber(seen);
    if ("minor" in read && read.minor > 0)
      return { ...about, currency, amountMinor: read.minor, reason: why, seenMinor };
    const message = "problem" in read ? encodeMessage(read.problem) : getTranslator()("admin_orders.amount_invalid");
    problem.addIssue({ code: "custom", path: ["amount"], message });
    return z.NEVER;
  });

export const refundAction = action(Refund, async (command, { code, confirmPassword, ...refund }) => {
  const { actor, requestId } = await requirePassword(command, confirmPassword);
  const { state } = await requestAndSendRefund({ actor, requestId }, refund).catch(showBesideAmount);
  await redirectToOrder(code, `refund-${state}`);
});

const Sent = z.object({
  code: Code,
  refundId: z.string().max(60),
  holder: z
    .string()
    .trim()
    .min(1, { error: () => getTranslator()("admin_orders.account_holder_missing") })
    .max(140, { error: () => getTranslator()("admin_orders.account_holder_too_long") }),
  iban: z
    .string()
    .trim()
    .min(1, { error: () => getTranslator()("admin_orders.iban_missing") })
    .max(60, { error: () => getTranslator()("admin_orders.iban_too_long") }),
});

export const markSentAction = action(
  Sent,
  async ({ write }, { code, ...sent }) => {
    await write((ctx) => markRefundSent(ctx, sent));
    await redirectToOrder(code, "refund-sent");
  },
  [(_asked, { iban }) => iban && checkAccountNumber(iban)],
);

const Returned = z.object({ code: Code, refundId: z.string().max(60), reason: z.enum(RETURN_REASONS) });

export const returnedAction = action(Returned, async ({ write }, { code, ...returned }) => {
  await write((ctx) => recordReturnedRefund(ctx, returned));
  await redirectToOrder(code, "refund-returned");
});

/** What is wrong with the amount belongs beside it. */
function showBesideAmount(error: unknown): never {
  if (!isRefusal(error) || error.code !== "refund_too_large") throw error;
  throw new Refusal(error.code, { fields: { amount: error.said } });
}
