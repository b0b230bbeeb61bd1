import { and, desc, eq, gt, inArray, isNull, ne } from "drizzle-orm";
import { bankLines, bankMatches, orders, payments, refunds } from "#db/schema/index.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { isApproved } from "./is-approval-needed.ts";
import { hasComeBack, listRejectedAccounts } from "../mail/rejected-accounts.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

type RequestedRefund = {
  refund: typeof refunds.$inferSelect;
  payment: Pick<typeof payments.$inferSelect, "id" | "provider">;
  order: Pick<typeof orders.$inferSelect, "id" | "buyerId">;
};

/**
 * A refund by transfer was asked for, by whichever door: its buyer is asked by mail to which account it goes. Where the account is known, because
 * they have given it before or the bank's statement names the one they paid from, the mail says to which instead, and how to change that. One mail
 * for what is asked for of an order within a day: it names the sum of what waits. `isReturned`: it was sent before and came back, so that the
 * account it was sent to is not the one to take.
 */
export async function notifyOfTransfer(
  ctx: StepCtx,
  { refund, payment, order }: RequestedRefund,
  { isReturned = false }: { isReturned?: boolean } = {},
): Promise<void> {
  if (payment.provider !== "bank") return;
  if (!isReturned) await takePayersAccount(ctx, payment.id, order);
  if (!isReturned && (await isToldOf(ctx, refund, order.id))) return;
  await notifyBuyer(ctx, order.buyerId, {
    kind: "refund_account_wanted",
    payload: { refundId: refund.id },
    dedupeKey: refund.id,
  });
}

/** Whether the mail about another refund of the order, asked for just before, speaks of this one as well. */
async function isToldOf(ctx: StepCtx, refund: RequestedRefund["refund"], orderId: string): Promise<boolean> {
  const [other] = await ctx.tx
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        eq(payments.orderId, orderId),
        eq(payments.provider, "bank"),
        ne(refunds.id, refund.id),
        inArray(refunds.state, ["requested", "submitted"]),
        isApproved,
        isNull(refunds.payoutRunId),
        gt(refunds.createdAt, addMs(ctx.now, -DAY_MS)),
      ),
    )
    .limit(1);
  return other !== undefined;
}

/**
 * The account that a transfer came from, as the statement names it, becomes the one that its money goes back to: unless its buyer has given one, or
 * parts of the order came from several, or a transfer to it came back.
 */
async function takePayersAccount(
  ctx: StepCtx,
  paymentId: string,
  { id: orderId, buyerId }: RequestedRefund["order"],
): Promise<void> {
  const payers = await ctx.tx
    .select({ paymentId: bankMatches.paymentId, holder: bankLines.name, iban: bankLines.iban })
    .from(bankMatches)
    .innerJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .where(and(eq(bankMatches.orderId, orderId), eq(bankMatches.kind, "payment"), isNull(bankMatches.undoneAt)))
    .orderBy(desc(bankMatches.createdAt), desc(bankMatches.id));
  const payer = payers.find((each) => each.paymentId === paymentId);
  // Some banks name only a number of their own there, or nobody: then the buyer is asked.
  if (!payer || payer.holder.trim() === "" || describeIbanFault(payer.iban) !== null) return;
  const iban = compactCode(payer.iban);
  if (payers.some((each) => compactCode(each.iban) !== iban)) return;
  // Money that was sent there came back, so it would again.
  const isRejected = (await listRejectedAccounts(ctx.tx, buyerId)).includes(iban);
  if (isRejected || (await hasComeBack(ctx.tx, orderId, iban))) return;
  await ctx.tx
    .update(orders)
    .set({ refundHolder: payer.holder.trim(), refundIban: iban })
    .where(and(eq(orders.id, orderId), isNull(orders.refundIban)));
}
