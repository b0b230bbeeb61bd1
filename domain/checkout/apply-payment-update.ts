import { and, eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { orders, paymentAliases, payments, providerEvents } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { PaymentState, ProviderName } from "#db/enums.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordStates, tryTransition } from "../kernel/transitions.ts";
import { getSettlementFacts, settlePayment } from "./settle-payment.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { authorize } from "../policy.ts";
import { addSavedCard } from "../payments/add-saved-card.ts";
import { paymentMachine } from "../payments/machine.ts";
import type { ProviderEvent, PaymentStatus } from "../payments/provider.ts";
import { recordReversals } from "./record-reversals.ts";

export type AppliedUpdate = {
  /**
   * settled: the money was booked now. already: it had been. flagged: money came, and a person must look. mismatch: what the
   * provider says does not fit what we asked for, so nothing was booked. refunded, disputed: the payment had been settled, and
   * the message brought news of money that went back. unknown: no such payment of this provider. other_mode: of the test mode
   * beside a live key, or the other way about. unconfirmed: the provider, asked with our key, does not know what its message is about.
   */
  outcome:
    | "settled"
    | "already"
    | "failed"
    | "pending"
    | "flagged"
    | "mismatch"
    | "refunded"
    | "disputed"
    | "repeated"
    | "unknown"
    | "other_mode"
    | "unconfirmed";
  orderId?: string;
  orderCode?: string;
};

type Known = { payment: typeof payments.$inferSelect; order: typeof orders.$inferSelect };

const p = sql.placeholder;

/** What becomes of most events. It is written with the event, and over it whatever else becomes of one, in the same transaction. */
const EXPECTED = "settled" satisfies AppliedUpdate["outcome"];

/** The buyer's page and the provider wait for this verb: its statements are prepared once. */
const queries = perClient((tx: Tx) => ({
  known: tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.id, p("paymentId")), eq(payments.provider, p("provider"))))
    .prepare(),
  storeEvent: tx
    .insert(providerEvents)
    .values({
      id: p("id"),
      provider: p("provider"),
      eventId: p("eventId"),
      paymentId: p("paymentId"),
      type: p("type"),
      body: p("body"),
      outcome: EXPECTED,
      signedWith: p("signedWith"),
      receivedAt: p("receivedAt"),
    })
    .onConflictDoNothing()
    .returning({ id: providerEvents.id })
    .prepare(),
  noteOutcome: tx
    .update(providerEvents)
    .set({ outcome: sql`${p("outcome")}` })
    .where(eq(providerEvents.id, p("id")))
    .prepare(),
}));

/**
 * Applies what a provider says of a payment. The page that the buyer comes back to, the webhook, and the job that looks after
 * forgotten payments all call this one verb, so every order of arrival, repeated or not, ends in the same state.
 * An event is stored once, by its id, in the transaction of its effect.
 */
export async function applyPaymentUpdate(
  ctx: WriteCtx,
  input: {
    provider: ProviderName;
    paymentId: string | null;
    view: PaymentStatus | null;
    event?: ProviderEvent;
    /** Why nothing is taken from the message. */
    setAside?: "other_mode" | "unconfirmed" | undefined;
  },
): Promise<AppliedUpdate> {
  authorize(ctx, "payment.settle", {});
  const { provider, paymentId, event, view } = input;
  const [stored, [known]] = await Promise.all([
    event && storeEvent(ctx, provider, event, paymentId),
    paymentId ? queries(ctx.tx).known.execute({ paymentId, provider }) : [],
  ]);
  if (event && !stored) return { outcome: "repeated" };
  const applied: AppliedUpdate =
    known && view
      ? await recordStates(ctx, (each) => apply(each, known, view))
      : { outcome: input.setAside ?? (known ? "pending" : "unknown") };
  const reversals =
    known && event?.reversals ? await recordReversals(ctx, known.payment.id, event.reversals) : "already";
  const outcome = applied.outcome === "already" ? reversals : applied.outcome;
  if (stored && outcome !== EXPECTED) await queries(ctx.tx).noteOutcome.execute({ id: stored.id, outcome });
  if (known && applied.outcome !== "already" && applied.outcome !== "pending" && !input.setAside) {
    await audit(
      ctx,
      "payment.settle",
      { type: "payment", id: known.payment.id },
      {
        before: { state: known.payment.state },
        after: { outcome: applied.outcome, order: known.order.code, event: event?.type },
      },
    );
  }
  return known ? { outcome, orderId: known.order.id, orderCode: known.order.code } : applied;
}

async function apply(ctx: StepCtx, known: Known, view: PaymentStatus): Promise<AppliedUpdate> {
  const { payment } = known;
  if (payment.state === "settled") return { outcome: "already" };
  if (view.state === "settled") return settle(ctx, known, view);
  if (view.state === "pending") {
    // The buyer is done there: going on would pay a second time.
    if (view.isSettling && payment.checkoutUrl) {
      await ctx.tx.update(payments).set({ checkoutUrl: null }).where(eq(payments.id, payment.id));
    }
    return { outcome: "pending" };
  }
  const ended = await tryTransition(ctx, paymentMachine, payment.id, view.state satisfies PaymentState, {
    from: ["created", "pending"],
    set: { failure: view.failure ?? null },
    why: view.failure ?? "",
  });
  if (ended?.state === "failed") {
    const mail = { kind: "payment_failed", payload: { paymentId: payment.id }, dedupeKey: payment.id };
    await notifyBuyer(ctx, known.order.buyerId, mail);
  }
  return { outcome: ended ? "failed" : "already" };
}

async function settle(ctx: StepCtx, { payment, order }: Known, view: PaymentStatus): Promise<AppliedUpdate> {
  if (!fits(ctx, payment, view)) {
    await setReviewReason(ctx, order.id, "amount_mismatch", { over: "any" });
    return { outcome: "mismatch" };
  }
  const set = { settledAt: ctx.now, failure: null };
  const [settled, facts] = await Promise.all([
    tryTransition(ctx, paymentMachine, payment.id, "settled", { from: [payment.state], set }),
    getSettlementFacts(ctx, payment, order),
  ]);
  if (!settled) return { outcome: "already" };
  for (const alias of view.aliases ?? []) {
    await ctx.tx.insert(paymentAliases).values({ alias, paymentId: payment.id }).onConflictDoNothing();
  }
  const outcome = await settlePayment(ctx, payment, order, facts);
  if (payment.keepsCard && view.card) await addSavedCard(ctx, { payment, order, card: view.card });
  return { outcome: outcome === "paid" ? "settled" : "flagged" };
}

/** Amount, currency and mode must be what we asked for: a demo takes no live money, and a real school no play money. */
function fits(ctx: StepCtx, payment: Known["payment"], view: PaymentStatus): boolean {
  const rightMode = view.live ? !ctx.rules.demo : ctx.rules.demo;
  return (
    rightMode &&
    view.amount.minor === payment.amountMinor &&
    view.amount.currency === payment.currency &&
    (view.paymentId === null || view.paymentId === payment.id)
  );
}

/** Undefined when this message was taken before. */
async function storeEvent(ctx: StepCtx, provider: ProviderName, event: ProviderEvent, paymentId: string | null) {
  const [stored] = await queries(ctx.tx).storeEvent.execute({
    id: createId("providerEvent"),
    provider,
    eventId: event.eventId,
    paymentId,
    type: event.type,
    body: event.body,
    signedWith: event.signedWith ?? null,
    receivedAt: ctx.now,
  });
  return stored;
}
