import { eq, sql } from "drizzle-orm";
import { orders, type payments } from "#db/schema/index.ts";
import { type Instalment, loadInstalments } from "../instalments/load-instalments.ts";
import { reopenInstalments } from "../instalments/reopen-instalments.ts";
import { issueKeptInvoice } from "../invoices/issue-kept-invoice.ts";
import { reopenInvoice } from "../invoices/reopen-invoice.ts";
import type { StepCtx } from "../kernel/command.ts";
import { addMs } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { type Journal, postJournal } from "../ledger/post-journal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { getRefundsUnderWay } from "../refunds/refund-due.ts";
import { TRANSFER_MS } from "../seats/extend-holds.ts";
import { findUnusedPlaces } from "./find-unused-places.ts";
import { addAwaitedTransfer, reopenOrder } from "./reopen-order.ts";

type Order = typeof orders.$inferSelect;

/** The payment whose money never was this order's, and the reversal by which it goes. */
type Undone = { order: Order; payment: typeof payments.$inferSelect; source: Journal["source"] };

/**
 * The step of putting an order where it would be had a payment never come. What it had earned is the customer's money again, so that the
 * reversal, which the caller books, takes all of it from there. Says what became of the order: `as_it_was` where the money was too much
 * anyway, `asked_again` where the order or its instalments wait for their money again, and `review` where only a person can say what is
 * right: the place was used or moved, is for others, or money went another way meanwhile.
 */
export async function undoSettlement(ctx: StepCtx, undone: Undone): Promise<"as_it_was" | "asked_again" | "review"> {
  const { order, payment } = undone;
  const fundsMinor = await getOrderFunds(ctx.tx, order);
  const shortMinor = Math.max(0, payment.amountMinor - fundsMinor);
  if (shortMinor === 0 || (order.state !== "paid" && order.state !== "cancelled")) return "as_it_was";
  const parts = await loadInstalments(ctx.tx, order.id);
  const own = parts.filter(({ state, paymentId }) => state === "paid" && paymentId === payment.id);
  if (own.length > 0) {
    const isFirst = !parts.some(({ state, paymentId }) => state === "paid" && paymentId !== payment.id);
    return askForParts(ctx, undone, await countLeft(ctx, undone, own, fundsMinor), isFirst);
  }
  const places = order.state === "paid" && parts.length === 0 ? await findUnusedPlaces(ctx, order) : undefined;
  if (places) {
    await unearn(ctx, undone, order.totalMinor);
    const until = await reopenOrder(ctx, order, places);
    await addAwaitedTransfer(ctx, order, { amountMinor: shortMinor, first: null, last: null, until });
    await notifyOfUndone(ctx, undone);
    return "asked_again";
  }
  await unearn(ctx, undone, shortMinor);
  if (order.state === "cancelled") await keepLess(ctx, order, shortMinor);
  else await reopenInvoice(ctx, order.id);
  return "review";
}

/** What is here of an order besides a payment and stays, in minor units, once the parts that this had paid are not. Of one that has ended, it is its buyer's. */
async function countLeft(ctx: StepCtx, { order, payment }: Undone, own: readonly Instalment[], fundsMinor: number) {
  if (order.state === "cancelled") return 0;
  const earnedMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return fundsMinor + earnedMinor - payment.amountMinor - (await getRefundsUnderWay(ctx.tx, order.id));
}

/** The instalments that it had paid are due again; where it was the first of them, the place waits with them unless it was used. */
async function askForParts(
  ctx: StepCtx,
  undone: Undone,
  leftMinor: number,
  isFirst: boolean,
): Promise<"asked_again" | "as_it_was"> {
  const { order, payment } = undone;
  const again = await reopenInstalments(ctx, { paymentId: payment.id, orderId: order.id, leftMinor });
  if (!again) return "as_it_was";
  const canWait = isFirst && again.isWhole && order.state === "paid";
  const places = canWait ? await findUnusedPlaces(ctx, order) : undefined;
  await unearn(ctx, undone, again.amountMinor);
  let until = addMs(ctx.now, TRANSFER_MS);
  if (places) until = await reopenOrder(ctx, order, places);
  else await reopenInvoice(ctx, order.id);
  if (order.state === "cancelled") {
    await keepLess(ctx, order, again.amountMinor);
    await issueKeptInvoice(ctx, order.id);
  }
  await addAwaitedTransfer(ctx, order, { ...again, until });
  await notifyOfUndone(ctx, undone);
  return "asked_again";
}

/** What had come of the money that the school keeps of a cancelled order did not come. */
async function keepLess(ctx: StepCtx, { id, keptMinor }: Order, amountMinor: number): Promise<void> {
  const lessMinor = Math.min(keptMinor, amountMinor);
  await ctx.tx
    .update(orders)
    .set({ keptMinor: sql`${orders.keptMinor} - ${lessMinor}` })
    .where(eq(orders.id, id));
}

const unearn = (ctx: StepCtx, { order: { id, currency }, source }: Undone, amountMinor: number) =>
  postJournal(ctx, {
    kind: "match_undone",
    source,
    lines: [
      { account: "revenue", detail: "", amountMinor, currency },
      { account: "customer_funds", detail: id, amountMinor: -amountMinor, currency },
    ],
  });

/** Whoever was told that they have paid is told that it was not their money. The mail says until when they can pay now. */
export const notifyOfUndone = (ctx: StepCtx, { order, source }: Pick<Undone, "order" | "source">) =>
  notifyBuyer(ctx, order.buyerId, {
    kind: "payment_undone",
    payload: { refundId: source.id },
    dedupeKey: source.id,
  });
