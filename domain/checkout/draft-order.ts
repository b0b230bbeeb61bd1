import { eq } from "drizzle-orm";
import { cohorts, orderLines, orders, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { billOrder } from "../invoices/bill-order.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findDiscounts } from "../pricing/find-discounts.ts";
import { pricePlace } from "../pricing/price-places.ts";
import { storeDiscounts } from "../pricing/store-discounts.ts";
import { listRulesPassedOver } from "../rules/list-rules-passed-over.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";

/**
 * The office prepares an order for a student who has asked for a place by telephone or letter, at the cohort's price of today.
 * It keeps no seat and nobody is told before it is sent. Refuses (`wrong_state`) a free cohort: a place in it needs no order. So does a
 * rule of the cohort that the student does not meet, unless the office says that it passes over it.
 */
export async function draftOrder(
  ctx: WriteCtx,
  input: { cohortId: string; studentId: string; why: string; inSpiteOfRules?: boolean | undefined },
): Promise<typeof orders.$inferSelect> {
  authorize(ctx, "order.draft", {});
  const [cohort] = await ctx.tx.select().from(cohorts).where(eq(cohorts.id, input.cohortId));
  const [student] = await ctx.tx.select().from(users).where(eq(users.id, input.studentId));
  if (!cohort || !student || student.disabledAt) throw new Refusal("not_found");
  if (cohort.priceMinor === 0)
    throw new Refusal("wrong_state", { words: message("refusals.free_place_needs_no_order") });
  await assertNotEnrolled(ctx, { cohortId: cohort.id, studentId: student.id });
  const passedOver = await listRulesPassedOver(ctx, input);
  const { currency, priceMinor } = cohort;
  const asked = { cohort, priceMinor, count: 1, buyerId: student.id, isForOthers: false };
  const discounts = await findDiscounts({ read: ctx.tx, now: ctx.now }, asked);
  const price = await pricePlace(ctx, { cohort, priceMinor, discounts });
  if (price.totalMinor === 0)
    throw new Refusal("wrong_state", { words: message("refusals.free_place_needs_no_order") });
  const order = await insertWithFreeCode(
    {
      id: createId("order"),
      buyerId: student.id,
      state: "draft" as const,
      currency,
      totalMinor: price.totalMinor,
      createdAt: ctx.now,
      ...{
        expiresAt: null,
        paidAt: null,
        cancelledAt: null,
        cancelReason: null,
        reviewReason: null,
        reviewSince: null,
      },
      ...{ refundHolder: null, refundIban: null, keptMinor: 0 },
    },
    {
      execute: (row) => ctx.tx.insert(orders).values(row).onConflictDoNothing({ target: orders.code }).returning(),
    },
  );
  const orderLineId = createId("orderLine");
  await ctx.tx.insert(orderLines).values({
    id: orderLineId,
    orderId: order.id,
    cohortId: cohort.id,
    ...price,
    terms: [copyTerms(cohort, ctx.now)],
  });
  await storeDiscounts(ctx, discounts, { order, lineIds: [orderLineId] });
  const totalMinor = await billOrder(ctx, order);
  await recordState(ctx, { type: "order", id: order.id }, null, "draft", input.why);
  const after = {
    state: "draft",
    code: order.code,
    cohort: cohort.id,
    student: student.id,
    why: input.why,
    ...passedOver,
  };
  await audit(ctx, "order.draft", { type: "order", id: order.id }, { after });
  return { ...order, totalMinor };
}
