import { type cohorts, type enrolments, moves, orderLines, orders } from "#db/schema/index.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { orderQueries } from "../enrolments/enrol-queries.ts";
import { billOrder } from "../invoices/bill-order.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";
import { listPaymentMethods } from "../payments/list-payment-methods.ts";
import type { BoughtPrice } from "../pricing/compute-agreed-price.ts";
import { pricePlace } from "../pricing/price-places.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";

type Dearer = {
  enrolment: typeof enrolments.$inferSelect;
  to: typeof cohorts.$inferSelect;
  differenceMinor: number;
  /** As the place was bought: where its tax was taken off, the order of the difference asks for as much after that. */
  bought?: BoughtPrice | undefined;
  /** Until when the seat is held; for as long as a checkout lasts where it is not said. */
  until?: Date;
};

/**
 * The step of ordering a move to a dearer cohort: its seat is held while the difference is paid, and the place stays where it is until then.
 * Gives back the order.
 */
export async function addMoveOrder(
  ctx: StepCtx,
  { enrolment, to, differenceMinor: ownMinor, bought, ...dearer }: Dearer,
): Promise<{ id: string; code: string }> {
  const { studentId: buyerId } = enrolment;
  const { currency } = to;
  const isTaxKept = !bought || bought.taxedMinor === bought.totalMinor || bought.totalMinor === 0;
  const differenceMinor = isTaxKept ? ownMinor : Math.round((ownMinor * bought.taxedMinor) / bought.totalMinor);
  const { paymentProviders, holdMinutes } = ctx.rules;
  const price = { minor: differenceMinor, currency };
  if (paymentProviders.length > 0 && listPaymentMethods(ctx.rules, price).length === 0) {
    throw new Refusal("payment_refused");
  }
  await assertNotEnrolled(ctx, { cohortId: to.id, studentId: buyerId });
  if (!(await claimSeatFor(ctx, { cohortId: to.id, studentId: buyerId }, "held"))) throw new Refusal("cohort_full");
  const until = dearer.until ?? addMs(ctx.now, holdMinutes * MINUTE_MS);
  const begins = {
    ...{ id: createId("order"), buyerId, state: "awaiting_payment" as const, currency, totalMinor: differenceMinor },
    ...{ expiresAt: until, createdAt: ctx.now },
  };
  const { id: orderId, code } = await insertWithFreeCode(begins, {
    execute: (row) => ctx.tx.insert(orders).values(row).onConflictDoNothing({ target: orders.code }).returning(),
  });
  const orderLineId = createId("orderLine");
  const amounts = await pricePlace(ctx, { cohort: to, priceMinor: differenceMinor });
  await ctx.tx.insert(orderLines).values({
    ...{ id: orderLineId, orderId, cohortId: to.id, kind: "move", terms: [copyTerms(to, ctx.now)] },
    ...amounts,
  });
  const hold = { id: createId("hold"), cohortId: to.id, orderLineId, until, now: ctx.now };
  await orderQueries(ctx.tx).addHold.execute(hold);
  await recordState(ctx, { type: "order", id: orderId }, null, "awaiting_payment");
  await ctx.tx.insert(moves).values({
    ...{ id: createId("move"), enrolmentId: enrolment.id, fromCohortId: enrolment.cohortId, toCohortId: to.id },
    ...{ state: "awaiting_payment", differenceMinor, orderLineId, createdAt: ctx.now },
  });
  await billOrder(ctx, { ...begins, id: orderId });
  return { id: orderId, code };
}
