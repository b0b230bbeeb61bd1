import { eq, sql } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { takeInstalments } from "../instalments/take-instalments.ts";
import { issueKeptInvoice } from "../invoices/issue-kept-invoice.ts";
import { issueAfterLastPart } from "../invoices/issue-on-payment.ts";
import type { StepCtx } from "../kernel/command.ts";
import { type Journal, postJournal } from "../ledger/post-journal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { resumeAfterPayment } from "./resume-after-payment.ts";

type Order = typeof orders.$inferSelect;

/** What has come for an order, in minor units, asked for when, and for which of its instalments; none where it is paid at once. */
export type Brought = {
  first: number | null;
  last: number | null;
  amountMinor: number;
  askedAt: Date;
  /** None of what credit has paid. */
  paymentId: string | null;
  source: Journal["source"];
};

/**
 * Takes the instalments that money has come for, books them as earned, and opens again what was suspended because they were late. Says
 * false when some of the money was for what had been paid already: it stays the customer's, and a person looks.
 */
export async function settleInstalments(
  ctx: StepCtx,
  order: typeof orders.$inferSelect,
  { first, last, amountMinor, askedAt, paymentId, source }: Brought,
): Promise<boolean> {
  if (first === null || last === null) return false;
  const takenMinor = await takeInstalments(ctx, { orderId: order.id, first, last, askedAt, paymentId });
  const { currency } = order;
  await postJournal(ctx, {
    kind: "instalments_paid",
    source,
    lines: [
      { account: "customer_funds", detail: order.id, amountMinor: takenMinor, currency },
      { account: "revenue", detail: "", amountMinor: -takenMinor, currency },
    ],
  });
  if (order.state === "cancelled") {
    await keepMore(ctx, order, takenMinor);
    await confirmParts(ctx, order, paymentId);
    return takenMinor === amountMinor;
  }
  await resumeAfterPayment(ctx, order.id);
  // The first part is confirmed with the place that it opens.
  if (order.state === "paid") await confirmParts(ctx, order, paymentId);
  await issueAfterLastPart(ctx, order);
  return takenMinor === amountMinor;
}

/** Says to the buyer what the payment has paid, where it has paid anything, with the way to its receipt. */
async function confirmParts(ctx: StepCtx, { id, buyerId }: Order, paymentId: string | null): Promise<void> {
  const paid = (await loadInstalments(ctx.tx, id)).find(
    (each) => each.state === "paid" && each.paymentId === paymentId && each.paidAt?.getTime() === ctx.now.getTime(),
  );
  if (!paid) return;
  const dedupeKey = `${paid.id}:${ctx.now.getTime()}`;
  await notifyBuyer(ctx, buyerId, { kind: "instalment_paid", payload: { instalmentId: paid.id }, dedupeKey });
}

/** The fee of a cancelled order has come: the school keeps so much more of it, and its invoice is paid. */
async function keepMore(ctx: StepCtx, order: typeof orders.$inferSelect, takenMinor: number): Promise<void> {
  if (takenMinor === 0) return;
  const keptMinor = sql`${orders.keptMinor} + ${takenMinor}`;
  await ctx.tx.update(orders).set({ keptMinor }).where(eq(orders.id, order.id));
  await issueKeptInvoice(ctx, order.id);
}
