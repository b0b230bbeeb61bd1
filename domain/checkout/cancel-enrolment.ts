import { eq } from "drizzle-orm";
import { orderLines, orders, type refunds, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { tryTransition, transition } from "../kernel/transitions.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { orderMachine } from "../orders/machine.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { releaseOrder } from "./release-order.ts";
import { authorize } from "../policy.ts";
import { flagRefundDue } from "../refunds/refund-due.ts";
import { listOwedRefunds } from "../refunds/list-owed-refunds.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { endEnrolment } from "../enrolments/end-enrolment.ts";
import { findEnrolment } from "../enrolments/find-enrolment.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";

/**
 * The school takes back a place: refuses one that waits for payment, or cancels one that is active or suspended. The seat goes to whoever
 * waits. An order that was paid is cancelled too: what was earned becomes the customer's money again. `refund` says whether it is
 * asked back at once, by whoever may; otherwise the order is left for review. Gives back the refunds that were asked for.
 */
export async function cancelEnrolment(
  ctx: WriteCtx,
  input: { enrolmentId: string; why: string; refund?: "now" | "review" | undefined },
): Promise<(typeof refunds.$inferSelect)[]> {
  const { enrolment: before, resource } = await findEnrolment(ctx.tx, input.enrolmentId);
  authorize(ctx, "enrolment.cancel", resource);
  const enrolment = await transition(ctx, enrolmentMachine, before.id, "cancelled", {
    set: { endedAt: ctx.now },
    why: input.why,
  });
  const order = enrolment.orderLineId ? await orderOf(ctx, enrolment.orderLineId) : undefined;
  if (before.state !== "pending") await endEnrolment(ctx, enrolment, input.why);
  const asked = order ? await endOrder(ctx, order, input) : [];
  const [student] = await ctx.tx.select({ email: users.email }).from(users).where(eq(users.id, enrolment.studentId));
  if (student) {
    await enqueueMail(ctx, {
      kind: "enrolment_cancelled",
      to: student.email,
      payload: { enrolmentId: enrolment.id, why: input.why },
      dedupeKey: enrolment.id,
    });
  }
  await audit(
    ctx,
    "enrolment.cancel",
    { type: "enrolment", id: enrolment.id },
    { before: { state: before.state }, after: { state: "cancelled", why: input.why, order: order?.code } },
  );
  return asked;
}

async function orderOf(ctx: StepCtx, orderLineId: string): Promise<typeof orders.$inferSelect | undefined> {
  const [row] = await ctx.tx
    .select({ order: orders })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(orderLines.id, orderLineId));
  return row?.order;
}

type Ending = { why: string; refund?: "now" | "review" | undefined };

async function endOrder(ctx: VerbPartCtx, order: typeof orders.$inferSelect, { why, refund }: Ending) {
  const ended = await tryTransition(ctx, orderMachine, order.id, "cancelled", {
    set: { cancelledAt: ctx.now, cancelReason: why },
    why,
  });
  if (!ended) return [];
  if (order.state === "awaiting_payment") {
    await releaseOrder(ctx, order.id, why);
    await endOpenTransfers(ctx, { orderId: order.id, why: "the order is cancelled" });
    return [];
  }
  const earnedMinor = await earnedOf(ctx, order);
  await postJournal(ctx, {
    kind: "order_cancelled",
    source: { type: "order", id: order.id },
    lines: [
      { account: "revenue", detail: "", amountMinor: earnedMinor, currency: order.currency },
      { account: "customer_funds", detail: order.id, amountMinor: -earnedMinor, currency: order.currency },
    ],
  });
  const asked: (typeof refunds.$inferSelect)[] = [];
  const reason = why || "enrolment cancelled";
  for (const owed of refund === "now" ? await listOwedRefunds(ctx.tx, ended) : []) {
    asked.push((await requestRefund(ctx, { ...owed, reason })).refund);
  }
  await flagRefundDue(ctx, order.id);
  return asked;
}

/** What is still here of what the school had earned with an order: money that went back already is not owed again. */
async function earnedOf(ctx: StepCtx, order: typeof orders.$inferSelect): Promise<number> {
  const paid = (await getPaidMinor(ctx.tx, [order.id])).get(order.id) ?? 0;
  return Math.max(0, paid - (await getOrderFunds(ctx.tx, order)));
}
