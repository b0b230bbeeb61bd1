import { eq } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { endWithOrder } from "./end-with-order.ts";
import { hasCost } from "./list-cancellable-enrolments.ts";

/**
 * A student gives back a place of their own that has cost nothing, before its cohort begins: the seat goes to whoever waits, and
 * nobody in the office has anything to do. What was paid for, or has begun, the office decides: it is asked by a ticket. An order
 * that waits for payment is called off as one (cancel-order.ts).
 */
export async function leaveCohort(ctx: WriteCtx, input: { enrolmentId: string }): Promise<void> {
  const { enrolment, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.leave", resource);
  const [cohort] = await ctx.tx
    .select({ startsAt: cohorts.startsAt })
    .from(cohorts)
    .where(eq(cohorts.id, enrolment.cohortId));
  if (enrolment.state === "pending") {
    throw new Refusal("wrong_state", { words: message("refusals.cancel_order_instead") });
  }
  if (enrolment.state !== "active") throw new Refusal("wrong_state");
  if (await hasCost(ctx.tx, { enrolmentId: enrolment.id, orderLineId: enrolment.orderLineId })) {
    throw new Refusal("wrong_state", { words: message("refusals.ask_to_cancel_paid") });
  }
  if (cohort?.startsAt && cohort.startsAt <= ctx.now) {
    throw new Refusal("wrong_state", { words: message("refusals.ask_to_cancel_begun") });
  }
  const { orderCode } = await endWithOrder(ctx, enrolment, { why: "called off by the student", isOwn: true });
  await audit(
    ctx,
    "enrolment.leave",
    { type: "enrolment", id: enrolment.id },
    { before: { state: enrolment.state }, after: { state: "cancelled", order: orderCode } },
  );
}
