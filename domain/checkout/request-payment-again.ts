import { and, eq, like } from "drizzle-orm";
import { orderInstalments, orders, payments, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { AGAIN_DAYS } from "../instalments/reopen-instalments.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { reopenInvoice } from "../invoices/reopen-invoice.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { authorize } from "../policy.ts";
import { REOPENED, UNDONE } from "../ledger/undone-match.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { MATCH_UNDONE, addAwaitedTransfer } from "./reopen-order.ts";
import { notifyOfUndone } from "./undo-settlement.ts";

type Order = typeof orders.$inferSelect;

/**
 * Asks the buyer of an order whose payment was another order's for the money again, where its place was used and cannot wait: what it had
 * bought stays, and what is missing is one instalment that is reminded of, and suspends access when it is late, as any other. Ends the
 * review. Refuses (`wrong_state`) an order of which no match was undone, that asks for it already, or lacks nothing.
 */
export async function requestPaymentAgain(ctx: WriteCtx, { orderId }: { orderId: string }): Promise<void> {
  authorize(ctx, "order.resolve", {});
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  const undone = await listUndone(ctx, orderId);
  const [latest] = undone;
  const paidMinor = (await getPaidMinor(ctx.tx, [orderId])).get(orderId) ?? 0;
  const missingMinor = order.totalMinor - paidMinor;
  if (order.state !== "paid" || !latest || missingMinor < 1) throw new Refusal("wrong_state");
  if ((await loadInstalments(ctx.tx, orderId)).length > 0) throw new Refusal("wrong_state");
  const part = await addMissingPart(ctx, order, { paidMinor, missingMinor });
  for (const { id } of undone) {
    await ctx.tx
      .update(refunds)
      .set({ reference: `${REOPENED}${id}` })
      .where(eq(refunds.id, id));
  }
  await clearReviewReason(ctx, orderId, ["refunded_outside"]);
  await reopenInvoice(ctx, orderId);
  await addAwaitedTransfer(ctx, order, {
    amountMinor: missingMinor,
    first: part.number,
    last: part.number,
    until: part.until,
  });
  await notifyOfUndone(ctx, { order, source: { type: "refund", id: latest.id } });
  const after = { reviewReason: null, askedAgainMinor: missingMinor, dueOn: part.dueOn };
  await audit(
    ctx,
    "order.resolve",
    { type: "order", id: orderId },
    { before: { reviewReason: order.reviewReason }, after },
  );
}

/** The reversals of its undone matches that were not asked for again yet, the latest first. */
const listUndone = (ctx: StepCtx, orderId: string) =>
  ctx.tx
    .select({ id: refunds.id, createdAt: refunds.createdAt })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orderId), eq(refunds.state, "external"), like(refunds.reference, `${UNDONE}%`)))
    .orderBy(refunds.createdAt)
    .then((rows) => rows.toReversed());

/** What is missing, as the instalment after what is here. */
async function addMissingPart(
  ctx: StepCtx,
  { id: orderId }: Order,
  { paidMinor, missingMinor }: { paidMinor: number; missingMinor: number },
): Promise<{ number: number; dueOn: string; until: Date }> {
  const { timezone } = await getSchoolSettings(ctx.tx);
  const dueOn = addDays(formatLocalDay(ctx.now, timezone), AGAIN_DAYS);
  const until = getEndOfDay(dueOn, timezone);
  if (!until) throw new Error(`${dueOn} is no day`);
  const number = paidMinor > 0 ? 2 : 1;
  const begins = { orderId, kind: "part" as const, dueOn, lateFrom: until, createdAt: ctx.now };
  if (paidMinor > 0) {
    const here = { ...begins, id: createId("instalment"), number: 1, amountMinor: paidMinor };
    await ctx.tx.insert(orderInstalments).values({ ...here, state: "paid", paidAt: ctx.now });
  }
  const missing = { ...begins, id: createId("instalment"), number, amountMinor: missingMinor };
  await ctx.tx.insert(orderInstalments).values({ ...missing, state: "due" });
  await recordState(ctx, { type: "instalment", id: missing.id }, null, "due", MATCH_UNDONE);
  return { number, dueOn, until };
}
