import { formatFailure } from "#domain/kernel/describe-failure.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import type { payments } from "#db/schema/index.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { type AppliedUpdate, applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { claimCharge } from "#domain/payments/claim-charge.ts";
import { getCharge } from "#domain/payments/get-charge.ts";
import { listDueCharges, listUnansweredCharges } from "#domain/payments/list-due-charges.ts";
import { listCardsToForget } from "#domain/payments/list-saved-cards.ts";
import { type CardCharge, isProviderRefusal, isProviderTrouble, ProviderTrouble } from "#domain/payments/provider.ts";
import { recordCharge } from "#domain/payments/record-charge.ts";
import { recordForgottenCard } from "#domain/payments/record-forgotten-card.ts";
import { startCardCharge } from "#domain/payments/start-card-charge.ts";
import { arePaymentsOff } from "./payments-switch.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";

type Payment = typeof payments.$inferSelect;

const PER_RUN_MAX = 50;
const AS = { actor: createSystemActor("charge-cards") };

/**
 * The job that charges due parts to the cards that were kept for them. Each is claimed in the database, then the provider is asked outside of
 * any transaction under the payment's own key, then its answer is written. What stayed without an answer is asked for again: it is the
 * same charge. Gives back how many were asked for.
 */
export async function chargeSavedCards(): Promise<number> {
  // Books that have forgotten a payment would ask for it twice.
  if (arePaymentsOff()) return 0;
  const { database, clock } = runtime();
  let asked = 0;
  for (const paymentId of await listUnansweredCharges(database.read, clock(), PER_RUN_MAX)) {
    const claimed = await write(AS, (ctx) => claimCharge(ctx, { paymentId }));
    if (claimed && (await askForCharge(claimed))) asked += 1;
  }
  for (const instalmentId of await listDueCharges(database.read, clock(), PER_RUN_MAX)) {
    const started = await write(AS, (ctx) => startCardCharge(ctx, { instalmentId }));
    if (started && (await askForCharge(started))) asked += 1;
  }
  return asked;
}

/** Asks the provider for a charge that was claimed, and writes its answer. Undefined when there was none. */
async function askForCharge(payment: Payment): Promise<AppliedUpdate["outcome"] | undefined> {
  try {
    const answer = await chargeOrFind(payment);
    return await applyCharge(payment, answer);
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    log().warn(
      { err: error, paymentId: payment.id },
      "the provider did not answer; the kept card is asked for again later",
    );
    return undefined;
  }
}

/** Charges what is still wanted; of what no longer is, only what was charged already is taken. Null when nothing was. */
async function chargeOrFind(payment: Payment, mayCharge = true): Promise<CardCharge | null> {
  const charge = await getCharge(runtime().database.read, payment.id);
  const keeper = runtime().providers[payment.provider]?.cards;
  if (!charge || !keeper) throw new ProviderTrouble("the provider that keeps the card is not switched on");
  const { request, isWanted } = charge;
  if (!mayCharge || !isWanted) return keeper.find(request);
  try {
    return await keeper.charge(request);
  } catch (error) {
    if (!isProviderRefusal(error)) throw error;
    log().warn({ err: error, paymentId: payment.id }, "the provider refused to charge a kept card for good");
    const { amount, paymentId } = request;
    const failure = formatFailure("payment_not_through", error.message);
    return { reference: "", status: { state: "failed", amount, live: !runtime().rules.demo, paymentId, failure } };
  }
}

async function applyCharge(payment: Payment, charge: CardCharge | null): Promise<AppliedUpdate["outcome"]> {
  const { id: paymentId, provider } = payment;
  const amount = { minor: payment.amountMinor, currency: payment.currency };
  const live = !runtime().rules.demo;
  const view = charge?.status ?? { state: "cancelled" as const, amount, live, paymentId };
  const apply = async (ctx: Parameters<typeof recordCharge>[0]) => {
    if (charge?.reference) await recordCharge(ctx, { paymentId, reference: charge.reference });
    return applyPaymentUpdate(ctx, { provider, paymentId, view });
  };
  return (await write(AS, apply, { beside: lockBuyer({ paymentId }) })).outcome;
}

/**
 * Ends a charge of which nothing is known, because its order is over or is paid another way: one that was made counts, and one that was not
 * is made no more. `pending` while somebody asks for it at this moment.
 */
export async function endCharge(payment: Payment): Promise<AppliedUpdate["outcome"]> {
  const claimed = await write(AS, (ctx) => claimCharge(ctx, { paymentId: payment.id }));
  if (!claimed) return "pending";
  return applyCharge(claimed, await chargeOrFind(claimed, false));
}

/** The job that has providers forget the cards that were taken back. Gives back how many. */
export async function forgetCards(): Promise<number> {
  let forgotten = 0;
  for (const card of await listCardsToForget(runtime().database.read, PER_RUN_MAX)) {
    try {
      await runtime().providers[card.provider]?.cards?.forget(card);
    } catch (error) {
      if (!isProviderTrouble(error)) throw error;
      log().warn(
        { err: error, cardId: card.id },
        "the provider could not be told to forget a card; it is told again later",
      );
      continue;
    }
    await write(AS, (ctx) => recordForgottenCard(ctx, { cardId: card.id }));
    forgotten += 1;
  }
  return forgotten;
}
