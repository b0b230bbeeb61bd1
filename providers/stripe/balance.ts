import type Stripe from "stripe";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import type { BalanceTransaction, BalanceTransactionKind } from "#domain/payments/provider.ts";
import { roundStripeAmount } from "./amounts.ts";
import { isRefused } from "./client.ts";
import { PAYMENT_ID } from "./session.ts";

/** Stripe's reporting categories (https://docs.stripe.com/reports/reporting-categories) as ours; the rest is `other`. */
const KINDS: Readonly<Record<string, BalanceTransactionKind>> = {
  charge: "charge",
  refund: "refund",
  refund_failure: "refund",
  dispute: "dispute",
  dispute_reversal: "dispute",
  fee: "fee",
  tax: "fee",
  network_cost: "fee",
  payout: "payout",
  payout_reversal: "payout",
};

export const toBalanceKind = (category: string): BalanceTransactionKind =>
  (Object.hasOwn(KINDS, category) && KINDS[category]) || "other";

type Source = {
  id?: string;
  charge?: string | { id: string } | null;
  payment_intent?: string | { id: string } | null;
  metadata?: Record<string, string> | null;
};

const idOf = (thing: string | { id: string } | null | undefined) => (typeof thing === "object" ? thing?.id : thing);

/** Everything that moved the balance since a moment, oldest first, with the payout that each went out with where that is known. */
export async function listStripeBalance(stripe: Stripe, since: Date): Promise<BalanceTransaction[]> {
  const created = { gte: Math.floor(since.getTime() / SECOND_MS) };
  // The whole of it, however long: the newest come first, so what was cut off would seem to be missing.
  const all = await collect(stripe.balanceTransactions.list({ created, limit: 100, expand: ["data.source"] }));
  const payouts = new Map<string, string>();
  for (const { reporting_category: category, source } of all) {
    const payout = idOf(source);
    if (category !== "payout" || !payout) continue;
    for (const id of await listOfPayout(stripe, payout)) payouts.set(id, payout);
  }
  return all.reverse().map((transaction) => toBalanceTransaction(transaction, payouts.get(transaction.id) ?? null));
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of pages) all.push(each);
  return all;
}

/** Stripe says what a payout is made of only where it pays out by itself. */
async function listOfPayout(stripe: Stripe, payout: string): Promise<string[]> {
  try {
    const inside = await collect(stripe.balanceTransactions.list({ payout, limit: 100 }));
    return inside.map(({ id }) => id);
  } catch (error) {
    if (isRefused(error)) return [];
    throw error;
  }
}

function toBalanceTransaction(transaction: Stripe.BalanceTransaction, payout: string | null): BalanceTransaction {
  const { id, amount, currency, net, reporting_category: category, created, available_on: available } = transaction;
  const source: Source = typeof transaction.source === "object" ? ((transaction.source ?? {}) as Source) : {};
  const gross = { minor: roundStripeAmount(amount, currency), currency: currency.toUpperCase() };
  // What is left is what was added less the fee, to the unit, however the two were rounded.
  const netMinor = roundStripeAmount(net, currency);
  const names = [idOf(source.payment_intent), idOf(source.charge)].filter((name) => typeof name === "string");
  return {
    ...{ reference: id, kind: toBalanceKind(category), gross, names },
    ...{ feeMinor: gross.minor - netMinor, netMinor },
    source: idOf(transaction.source) ?? null,
    paymentId: source.metadata?.[PAYMENT_ID] ?? null,
    availableOn: new Date(available * SECOND_MS).toISOString().slice(0, 10),
    payoutReference: payout,
    occurredAt: new Date(created * SECOND_MS),
  };
}
