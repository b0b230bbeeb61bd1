import { and, asc, eq } from "drizzle-orm";
import { type orders, payments, type refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { returnCredit } from "../credit/return-credit.ts";
import type { StepCtx, VerbPartCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { endRefundedLinks } from "../refunds/end-refunded-links.ts";
import { flagClaimsLeft } from "../refunds/flag-claims-left.ts";
import { clearRefundDue, getRefundsUnderWay } from "../refunds/refund-due.ts";
import { describeRequest, recordRefundRequest, requestRefund } from "../refunds/request-refund.ts";

type Order = typeof orders.$inferSelect;
type Refund = typeof refunds.$inferSelect;

/** `terms`: by what the school has said when it sold the place, and by nobody's leave; `now`: by whoever may give back any money. */
export type PartRefund = {
  how: "terms" | "now" | "review";
  amountMinor: number;
  reason: string;
  /** Of which line of the order it gives money back, where it has several. */
  lineId?: string;
  /** The place of that line has ended: what was earned with so much of it is the customer's money again, sent at once or not. */
  isEnded?: true;
};

/**
 * Gives back a part of the money of an order that goes on, because one of its places has ended: from its payments, oldest first, as far as
 * they have not gone back already, and what credit has paid to the credit of its buyer. For `review` a person is called instead.
 */
export async function requestPartRefund(ctx: VerbPartCtx, order: Order, part: PartRefund): Promise<Refund[]> {
  if (part.amountMinor <= 0) return [];
  if (part.isEnded) await bookEndedPlace(ctx, order, part);
  const left = await listRefundable(ctx, order.id);
  const spentMinor = await getSpentCreditMinor(ctx.tx, order.id);
  if (part.how === "review") {
    // What has gone back already needs nobody.
    if (spentMinor > 0 || left.some(({ leftMinor }) => leftMinor > 0))
      await setReviewReason(ctx, order.id, "refund_due");
    return [];
  }
  const asked: Refund[] = [];
  let owed = part.amountMinor;
  for (const { paymentId, leftMinor } of left) {
    const amountMinor = Math.min(owed, leftMinor);
    if (amountMinor <= 0) continue;
    asked.push(await ask(ctx, { paymentId, amountMinor, reason: part.reason, lineId: part.lineId }, part.how));
    owed -= amountMinor;
  }
  if (await returnCredit(ctx, order, owed)) {
    await clearRefundDue(ctx, order.id);
    await endRefundedLinks(ctx, order.id);
    await flagClaimsLeft(ctx, order.id);
  }
  return asked;
}

/**
 * Books what an ended place gives back as the customer's: so it is known how much is owed until it has gone, and it can become credit. Never
 * more than the school has earned with the order and is not on its way back.
 */
async function bookEndedPlace(ctx: StepCtx, order: Order, { lineId, amountMinor }: PartRefund): Promise<void> {
  if (order.state !== "paid" || lineId === undefined) return;
  const paidMinor = (await getPaidMinor(ctx.tx, [order.id])).get(order.id) ?? 0;
  const [fundsMinor, leavingMinor] = [await getOrderFunds(ctx.tx, order), await getRefundsUnderWay(ctx.tx, order.id)];
  const returnedMinor = Math.min(amountMinor, paidMinor - Math.max(fundsMinor, leavingMinor));
  if (returnedMinor <= 0) return;
  const { id, currency } = order;
  await postJournal(ctx, {
    kind: "place_cancelled",
    source: { type: "order_line", id: lineId },
    lines: [
      { account: "revenue", detail: "", amountMinor: returnedMinor, currency },
      { account: "customer_funds", detail: id, amountMinor: -returnedMinor, currency },
    ],
  });
}

async function ask(ctx: VerbPartCtx, request: Parameters<typeof requestRefund>[1], how: "terms" | "now") {
  if (how === "now") return (await requestRefund(ctx, request)).refund;
  const asked = await recordRefundRequest(ctx, request);
  await audit(ctx, "refund.request", { type: "refund", id: asked.refund.id }, { after: describeRequest(asked) });
  return asked.refund;
}

/** What is left of each payment of an order, in minor units, oldest first. */
async function listRefundable(ctx: StepCtx, orderId: string): Promise<{ paymentId: string; leftMinor: number }[]> {
  const settled = await ctx.tx
    .select({ id: payments.id, amountMinor: payments.amountMinor })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")))
    .orderBy(asc(payments.createdAt), asc(payments.id));
  const left: { paymentId: string; leftMinor: number }[] = [];
  for (const { id, amountMinor } of settled) {
    left.push({ paymentId: id, leftMinor: amountMinor - (await getCommittedMinor(ctx.tx, id)) });
  }
  return left;
}
