import { and, asc, eq, inArray, lte, ne } from "drizzle-orm";
import { payments, refunds } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { isProviderTrouble, type RefundStatus } from "#domain/payments/provider.ts";
import { approveRefund } from "#domain/refunds/approve-refund.ts";
import { isAllowed } from "#domain/policy.ts";
import { isApproved } from "#domain/refunds/is-approval-needed.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { acceptWithdrawal } from "#domain/checkout/accept-withdrawal.ts";
import { type EndPurchaseInput, endPurchase } from "#domain/checkout/end-purchase.ts";
import { listCohortRefundsToApprove } from "#domain/checkout/list-cohort-approvals.ts";
import { arePaymentsOff } from "./payments-switch.ts";
import { log } from "#providers/log.ts";
import { runtime, type WriteAs, write } from "#runtime";

type Refund = typeof refunds.$inferSelect;
/** How a refund stands that was just asked for; `held`: it waits for a second person. */
export type SentRefund = RefundStatus["state"] | "requested" | "held";
type Payment = typeof payments.$inferSelect;

const PER_RUN_MAX = 20;

/** Asks for a refund and sends it. When the provider does not answer, the refund stays requested and a job sends it again. */
export async function requestAndSendRefund(
  as: WriteAs,
  input: { paymentId: string; amountMinor: number; reason: string; seenMinor?: number | undefined },
): Promise<{ refundId: string; state: RefundStatus["state"] | "requested" }> {
  const { refund, payment } = await write(as, (ctx) => requestRefund(ctx, input));
  return { refundId: refund.id, state: await sendRefund(refund, payment) };
}

/** Allows a refund that needed a second person, and sends it. */
export async function approveAndSendRefund(as: WriteAs, input: { refundId: string }): Promise<SentRefund> {
  const [state] = await sendRefunds([await write(as, (ctx) => approveRefund(ctx, input))]);
  return state ?? "requested";
}

/** Accepts a withdrawal and sends what goes back. */
export async function acceptAndRefund(as: WriteAs, input: { withdrawalId: string }): Promise<SentRefund[]> {
  return sendRefunds(await write(as, (ctx) => acceptWithdrawal(ctx, input)));
}

/** So many are read at a time. */
const PER_READ = 100;

/**
 * Allows every refund of a cancelled cohort that waits for a second person, each in a write of its own: whoever is stopped between two presses
 * again and goes on. A job sends them, so that nobody waits for three hundred answers of a provider. Gives back how many were allowed.
 */
export async function approveCohortRefunds(as: WriteAs, { cohortId }: { cohortId: string }): Promise<number> {
  // Before it is said whether there is anything to approve.
  if (!isAllowed(as.actor, "refund.approve")) throw new Refusal("forbidden");
  let approved = 0;
  for (;;) {
    const waiting = await listCohortRefundsToApprove(runtime().database.read, cohortId, PER_READ);
    for (const refundId of waiting) await write(as, (ctx) => approveRefund(ctx, { refundId }));
    approved += waiting.length;
    if (waiting.length < PER_READ) break;
  }
  if (approved === 0) throw new Refusal("wrong_state");
  return approved;
}

/** Ends something paid and sends what goes back of it. Gives back how each refund stands. */
export async function endAndRefund(as: WriteAs, input: EndPurchaseInput): Promise<SentRefund[]> {
  return sendRefunds(await write(as, (ctx) => endPurchase(ctx, input)));
}

/** Sends refunds that were just asked for. Gives back how each stands. */
export async function sendRefunds(asked: readonly Refund[]): Promise<SentRefund[]> {
  const states: SentRefund[] = [];
  for (const refund of asked) {
    if (refund.approval === "awaited") {
      states.push("held");
      continue;
    }
    const own = eq(payments.id, refund.paymentId);
    const [payment] = await runtime().database.read.select().from(payments).where(own);
    if (payment) states.push(await sendRefund(refund, payment));
  }
  return states;
}

/** Sends one refund under its own key, so that sending it again is the same refund. */
async function sendRefund(refund: Refund, payment: Payment): Promise<RefundStatus["state"] | "requested"> {
  const provider = runtime().providers[payment.provider];
  // Books that have forgotten may give the same money back twice; it is sent when a person has looked.
  if (arePaymentsOff()) return "requested";
  if (!provider || !payment.reference) return "requested";
  // A second person decides first.
  if (refund.approval === "awaited" || refund.approval === "declined") return "requested";
  let view: RefundStatus;
  try {
    view = await provider.refund({
      refundId: refund.id,
      idempotencyKey: `matricula-${refund.id}`,
      reference: payment.reference,
      amount: { minor: refund.amountMinor, currency: refund.currency },
      reason: refund.reason,
    });
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    log().warn({ err: error, refundId: refund.id }, "the provider did not answer; the refund is sent again later");
    return "requested";
  }
  await write({ actor: createSystemActor("send-refund") }, (ctx) => recordRefund(ctx, { refundId: refund.id, view }));
  return view.state;
}

/**
 * Sends a refund that is known by its id, unless it was sent, and says how it stands. `alongside` writes what belongs to the
 * outcome (an answer that is kept).
 */
export async function sendRefundOf(
  as: WriteAs,
  refundId: string,
  alongside: (ctx: WriteCtx, refund: Refund) => Promise<void>,
): Promise<Refund> {
  const find = () =>
    runtime()
      .database.read.select({ refund: refunds, payment: payments })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(refunds.id, refundId));
  const [before] = await find();
  if (before?.refund.state === "requested") await sendRefund(before.refund, before.payment);
  const [after] = await find();
  if (!after) throw new Refusal("not_found");
  await write(as, (ctx) => alongside(ctx, after.refund));
  return after.refund;
}

/** The job that sends again what nobody answered. */
export async function sendWaitingRefunds(): Promise<number> {
  const { database, clock } = runtime();
  const waiting = await database.read
    .select({ refund: refunds, payment: payments })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        inArray(refunds.state, ["requested", "submitted"]),
        // A person makes the transfers; they would stand before every other refund for ever.
        ne(payments.provider, "bank"),
        isApproved,
        lte(refunds.createdAt, addMs(clock(), -MINUTE_MS)),
      ),
    )
    .orderBy(asc(refunds.createdAt))
    .limit(PER_RUN_MAX);
  for (const { refund, payment } of waiting) await sendRefund(refund, payment);
  return waiting.length;
}
