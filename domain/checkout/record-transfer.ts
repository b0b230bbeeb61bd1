import { message } from "#messages/message.ts";
import { and, asc, eq, inArray } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, transition } from "../kernel/transitions.ts";
import { paymentMachine } from "../payments/machine.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { authorize } from "../policy.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { getRefundsUnderWay } from "../refunds/refund-due.ts";
import { requestRest } from "./request-rest.ts";
import type { Brought } from "./settle-instalments.ts";
import { getSettlementFacts, settlePayment, toBrought } from "./settle-payment.ts";
import type { Settled } from "./settle-order.ts";

type Payment = typeof payments.$inferSelect;
type Order = typeof orders.$inferSelect;

/**
 * `key`: of what the bank has said, so that the same is booked once. `reference`: which the payer has given. Where a person of the office says it:
 * `note`, how it came, and `seenMinor`, how much was here of the order when they were told.
 */
type Transfer = {
  orderId: string;
  amountMinor: number;
  currency: string;
  key: string;
  reference?: string;
  note?: string;
  seenMinor?: number | undefined;
};

/**
 * Money for an order is on the school's account, as much as the bank says. It is the transfer that was asked for, where it is of that amount; else it is one of its
 * own, so that what came in can go back to the last cent: a part leaves the order waiting for the rest, which its buyer is asked for, of a plan it pays the parts that it covers, and what is too much, late or twice calls a person.
 * Refuses (`amount_mismatch`) another currency than the order's, and more here than was seen; and (`wrong_state`) an order that was not sent yet.
 */
export async function recordTransfer(
  ctx: WriteCtx,
  { orderId, amountMinor, currency, key, reference, note, seenMinor }: Transfer,
): Promise<{ paymentId: string; outcome: Settled }> {
  authorize(ctx, "payment.confirm", {});
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  if (order.state === "draft") throw new Refusal("wrong_state");
  if (order.currency !== currency)
    throw new Refusal("amount_mismatch", { words: message("bank.doubt_other_currency") });
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1) {
    throw new Refusal("invalid_input", { fields: { amount: message("fields.amount_positive") } });
  }
  // Two people who have the same banknotes in mind record them once.
  if (seenMinor !== undefined && seenMinor !== ((await getPaidMinor(ctx.tx, [orderId])).get(orderId) ?? 0)) {
    throw new Refusal("amount_mismatch", { words: message("refusals.money_changed_meanwhile") });
  }
  const asked = await findAsked(ctx, orderId, amountMinor, reference);
  const payment = asked
    ? await transition(ctx, paymentMachine, asked.id, "settled", { set: { settledAt: ctx.now } })
    : await addTransfer(ctx, { orderId, amountMinor, currency, key, ...(note ? { note } : {}) });
  const facts = await getSettlementFacts(ctx, payment, order);
  const brought = {
    ...toBrought(payment),
    ...(asked ? {} : await findCoveredParts(ctx, order, facts.fundsMinor + amountMinor)),
  };
  const outcome = await settlePayment(ctx, payment, order, facts, brought);
  if (outcome === "underpaid") await requestRest(ctx, payment);
  await audit(
    ctx,
    "payment.confirm",
    { type: "payment", id: payment.id },
    {
      before: { state: asked?.state ?? null },
      after: { state: "settled", order: order.code, amountMinor, currency, outcome, ...(note ? { note } : {}) },
    },
  );
  return { paymentId: payment.id, outcome };
}

/** The transfer of that amount that is named, or is awaited, or was and gave way to another way to pay. */
async function findAsked(
  ctx: StepCtx,
  orderId: string,
  amountMinor: number,
  reference: string | undefined,
): Promise<Payment | undefined> {
  const found = await ctx.tx
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderId),
        eq(payments.provider, "bank"),
        eq(payments.amountMinor, amountMinor),
        inArray(payments.state, ["created", "pending", "cancelled", "expired", "failed"]),
      ),
    )
    .orderBy(asc(payments.createdAt), asc(payments.id));
  const named = reference && found.find((each) => each.reference === reference);
  return named || (found.find(({ state }) => state === "pending") ?? found[0]);
}

/**
 * The parts of a plan that what an order has pays whole, the oldest first: who pays a part in two transfers, or two parts at once, has paid them. What is on its way
 * back is not counted. Nothing where it does not pay one.
 */
async function findCoveredParts(
  ctx: StepCtx,
  order: Order,
  fundsMinor: number,
): Promise<Pick<Brought, "first" | "last" | "amountMinor"> | undefined> {
  if (order.state !== "awaiting_payment" && order.state !== "paid") return undefined;
  const due = (await loadInstalments(ctx.tx, order.id)).filter(({ state }) => state === "due");
  if (due.length === 0) return undefined;
  const amountMinor = fundsMinor - (await getRefundsUnderWay(ctx.tx, order.id));
  let leftMinor = amountMinor;
  let last: number | null = null;
  for (const number of new Set(due.map((each) => each.number))) {
    leftMinor -= due.filter((each) => each.number === number).reduce((sum, each) => sum + each.amountMinor, 0);
    if (leftMinor < 0) break;
    last = number;
  }
  return last === null ? undefined : { first: due[0]?.number ?? null, last, amountMinor };
}

/** A transfer that nobody asked for in just this amount. */
async function addTransfer(ctx: StepCtx, { orderId, amountMinor, currency, key, note }: Transfer): Promise<Payment> {
  const id = createId("payment");
  const [payment] = await ctx.tx
    .insert(payments)
    .values({
      ...{ id, orderId, provider: "bank", state: "settled", amountMinor, currency, idempotencyKey: key },
      ...{ createdAt: ctx.now, settledAt: ctx.now },
    })
    .returning();
  if (!payment) throw new Error("the transfer was not written");
  await recordState(ctx, { type: "payment", id }, null, "settled", note ?? "as the bank says");
  return payment;
}
