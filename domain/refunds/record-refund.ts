import { eq } from "drizzle-orm";
import { orders, payments, type refunds, users } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { promiseMail } from "../kernel/outbox.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { fundsOfOrder } from "../ledger/queries.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { refundMachine } from "../payments/machine.ts";
import type { RefundView } from "../payments/provider.ts";
import { authorize } from "../policy.ts";

/**
 * Notes what the provider says of a refund. When it is done the ledger follows: the customer's own money first, and what the
 * school gives back beyond that out of what it had earned. Saying it again changes nothing.
 */
export async function recordRefund(ctx: WriteCtx, input: { refundId: string; view: RefundView }): Promise<void> {
  authorize(ctx, "refund.record", {});
  const { refundId, view } = input;
  const refund = await tryTransition(ctx, refundMachine, refundId, view.state, {
    set: {
      reference: view.reference || null,
      failure: view.failure ?? null,
      ...(view.state === "done" ? { doneAt: ctx.now } : {}),
    },
    why: view.failure ?? "",
  });
  if (!refund) return;
  if (refund.state === "done") await bookRefund(ctx, refund);
  await audit(
    ctx,
    "refund.record",
    { type: "refund", id: refund.id },
    { after: { state: refund.state, failure: view.failure } },
  );
}

async function bookRefund(ctx: WriteCtx, refund: typeof refunds.$inferSelect) {
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders, email: users.email })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(payments.id, refund.paymentId));
  if (!found) throw new Refusal("not_found");
  const { payment, order, email } = found;
  const { amountMinor, currency } = refund;
  const fromFunds = Math.min(Math.max(await fundsOfOrder(ctx.tx, order), 0), amountMinor);
  await postJournal(ctx, {
    kind: "refund_done",
    source: { type: "refund", id: refund.id },
    lines: [
      { account: "customer_funds", detail: order.id, amountMinor: fromFunds, currency },
      { account: "revenue", detail: "", amountMinor: amountMinor - fromFunds, currency },
      { account: "clearing", detail: payment.provider, amountMinor: -amountMinor, currency },
    ],
  });
  if (order.attention && (await fundsOfOrder(ctx.tx, order)) === 0) {
    await ctx.tx.update(orders).set({ attention: null }).where(eq(orders.id, order.id));
  }
  await promiseMail(ctx, { kind: "refund_done", to: email, payload: { refundId: refund.id }, dedupeKey: refund.id });
}
