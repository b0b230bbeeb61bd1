import type { ProviderName } from "#db/enums.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import type { BalanceTransaction, BalanceTransactionKind } from "#domain/payments/provider.ts";
import { type Difference, findDifferences, type Span } from "#domain/reconciliation/find-differences.ts";
import { recordDifferences } from "#domain/reconciliation/record-differences.ts";
import { recordTransactions } from "#domain/reconciliation/record-transactions.ts";
import { runtime, write } from "#runtime";

const AS = { actor: createSystemActor("reconcile-provider") };
/** So many are stored in one write. */
const PER_WRITE = 100;
/** A payment and its movement may stand on two sides of the moment from which is looked. */
const MARGIN_MS = 2 * DAY_MS;
/** How long a provider may take to list what was booked here. */
const LISTED_AFTER_MS = DAY_MS;
/** The daily look goes over a week, so that a day on which nobody answered is made up for. */
const DAILY_MS = 7 * DAY_MS;

/** The figures of one comparison: what moved at the provider, by kind and currency, and what does not fit. */
export type Reconciled = {
  provider: ProviderName;
  count: number;
  added: number;
  sums: { kind: BalanceTransactionKind; currency: string; count: number; minor: number }[];
  fees: { currency: string; minor: number }[];
  differences: Difference[];
  addedDifferences: number;
};

/**
 * Asks a provider what moved its balance since a moment, stores it, and compares it with our books. Undefined for a provider that keeps no
 * balance. Throws `ProviderTrouble`.
 */
export async function reconcileProvider(provider: ProviderName, since: Date): Promise<Reconciled | undefined> {
  const list = runtime().providers[provider]?.listBalanceTransactions;
  if (!list) return undefined;
  const transactions = await list(addMs(since, -MARGIN_MS));
  return compare({ provider, since, until: addMs(runtime().clock(), -LISTED_AFTER_MS) }, transactions);
}

/** The same with what stands in a file of the provider: what was booked here on its first and last day may stand in another file. */
export async function reconcileFile(
  provider: ProviderName,
  transactions: readonly BalanceTransaction[],
): Promise<Reconciled> {
  const times = transactions.map(({ occurredAt }) => occurredAt.getTime());
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, time) => Math.max(most, time), 0);
  const since = new Date(Number.isFinite(first) ? first : 0);
  return compare({ provider, since: addMs(since, DAY_MS), until: addMs(new Date(last), -DAY_MS) }, transactions);
}

async function compare(span: Span, transactions: readonly BalanceTransaction[]): Promise<Reconciled> {
  const { provider } = span;
  let added = 0;
  for (let at = 0; at < transactions.length; at += PER_WRITE) {
    const some = transactions.slice(at, at + PER_WRITE);
    added += await write(AS, (ctx) => recordTransactions(ctx, { provider, transactions: some }));
  }
  const differences = await findDifferences(runtime().database.read, span);
  const addedDifferences = await write(AS, (ctx) => recordDifferences(ctx, { span, found: differences }));
  return { provider, count: transactions.length, added, ...sum(transactions), differences, addedDifferences };
}

function sum(transactions: readonly BalanceTransaction[]): Pick<Reconciled, "sums" | "fees"> {
  const sums = new Map<string, Reconciled["sums"][number]>();
  const fees = new Map<string, number>();
  for (const { kind, gross, feeMinor } of transactions) {
    const key = `${kind} ${gross.currency}`;
    const before = sums.get(key) ?? { kind, currency: gross.currency, count: 0, minor: 0 };
    sums.set(key, { ...before, count: before.count + 1, minor: before.minor + gross.minor });
    fees.set(gross.currency, (fees.get(gross.currency) ?? 0) + feeMinor);
  }
  const byKey = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return { sums: byKey, fees: [...fees].map(([currency, minor]) => ({ currency, minor })) };
}

/** The daily job: every provider that keeps a balance. Gives back how many movements and how many differences are new. */
export async function reconcileProviders(): Promise<{ transactions: number; differences: number }> {
  const since = addMs(runtime().clock(), -DAILY_MS);
  let [transactions, differences] = [0, 0];
  for (const name of runtime().config.paymentProviders) {
    const found = await reconcileProvider(name, since);
    transactions += found?.added ?? 0;
    differences += found?.addedDifferences ?? 0;
  }
  return { transactions, differences };
}
