import { eq } from "drizzle-orm";
import { cohorts, holds, orderLines, orders } from "#db/schema/index.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { insertEnrolment } from "../enrolments/insert-enrolment.ts";
import { audit } from "../audit.ts";
import { HOUR_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";
import { orderMachine } from "../orders/machine.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";

/**
 * Sends an order that the office has prepared: a seat is held, and the buyer gets a letter with the way to pay. It lasts as long
 * as an offer from the waiting list, because whoever is written to needs time to read. Refuses when no seat is left, when the
 * buyer has a place by now, and what was sent before.
 */
export async function sendOrder(ctx: WriteCtx, input: { orderId: string }): Promise<typeof orders.$inferSelect> {
  authorize(ctx, "order.draft", {});
  const { orderId } = input;
  const [before] = await ctx.tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId));
  if (!before) throw new Refusal("not_found");
  const until = addMs(ctx.now, ctx.rules.offerHours * HOUR_MS);
  const order = await transition(ctx, orderMachine, orderId, "awaiting_payment", {
    from: ["draft"],
    set: { expiresAt: until },
  });
  const lines = await ctx.tx
    .select({ id: orderLines.id, cohortId: cohorts.id, courseId: cohorts.courseId, state: cohorts.state })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .where(eq(orderLines.orderId, order.id));
  for (const line of lines) await holdPlace(ctx, order, line, until);
  await notifyBuyer(ctx, order.buyerId, { kind: "order_to_pay", payload: { orderId: order.id }, dedupeKey: order.id });
  await audit(
    ctx,
    "order.send",
    { type: "order", id: order.id },
    { before: { state: "draft" }, after: { state: order.state, code: order.code } },
  );
  return order;
}

type Line = { id: string; cohortId: string; courseId: string; state: (typeof cohorts.$inferSelect)["state"] };

async function holdPlace(ctx: StepCtx, { buyerId }: typeof orders.$inferSelect, line: Line, until: Date) {
  if (line.state !== "open") throw new Refusal("enrolment_closed");
  await assertNotEnrolled(ctx, { cohortId: line.cohortId, studentId: buyerId });
  const place = { cohortId: line.cohortId, studentId: buyerId };
  if (!(await claimSeatFor(ctx, place, "held"))) throw new Refusal("cohort_full");
  const hold = { id: createId("hold"), cohortId: line.cohortId, orderLineId: line.id, until, createdAt: ctx.now };
  await ctx.tx.insert(holds).values({ ...hold, state: "held" });
  const begins = { ...place, courseId: line.courseId, orderLineId: line.id, state: "pending" as const };
  const { id } = await insertEnrolment(ctx, begins);
  await recordState(ctx, { type: "enrolment", id }, null, "pending");
}
