import { asc, inArray, isNull } from "drizzle-orm";
import { providerTransactions } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { type EntryLine, insertEntries, type NewEntry } from "./insert-entries.ts";

/** So many are booked in one transaction. */
const BOOKED_AT_ONCE = 100;

/** Where money is that a provider has paid out and the bank has not shown yet. */
export const PAYOUTS_IN_TRANSIT = "payouts";

type Transaction = typeof providerTransactions.$inferSelect;

/** Whether something that moved the school's balance at a provider waits to be booked. */
export async function hasUnbookedTransaction(read: Reader): Promise<boolean> {
  const [next] = await read
    .select({ id: providerTransactions.id })
    .from(providerTransactions)
    .where(isNull(providerTransactions.postedAt))
    .limit(1);
  return next !== undefined;
}

/**
 * Books what a provider says of the school's balance and no journal knows: its fees, what it has paid out, and what cannot be told. Money
 * that came in or went back is in the ledger already. Answers how many it went through; each is taken once.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The entries say which transaction each books; storing it was audited.
export async function bookProviderTransactions(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "accounting.book", {});
  const due = await ctx.tx
    .select()
    .from(providerTransactions)
    .where(isNull(providerTransactions.postedAt))
    .orderBy(asc(providerTransactions.occurredAt), asc(providerTransactions.id))
    .limit(BOOKED_AT_ONCE);
  const [first] = due;
  if (!first) return 0;
  const { timezone } = await getSchoolSettings(ctx.tx);
  const dayOf = ({ occurredAt }: Transaction) => formatLocalDay(occurredAt, timezone);
  const closed = await loadLastClosed(ctx.tx);
  const entries = due.flatMap((transaction): NewEntry[] => {
    const lines = toLines(transaction);
    const happenedOn = dayOf(transaction);
    const source = `provider_transaction:${transaction.id}`;
    const kind = transaction.kind === "payout" ? "provider_payout" : lines.length > 0 ? "provider_fee" : "";
    if (kind === "") return [];
    return [
      { kind, source, happenedOn, bookedOn: findOpenDay(happenedOn, closed), words: transaction.reference, lines },
    ];
  });
  await insertEntries(ctx, entries);
  const ids = due.map(({ id }) => id);
  await ctx.tx.update(providerTransactions).set({ postedAt: ctx.now }).where(inArray(providerTransactions.id, ids));
  return due.length;
}

/** What ours was booked by a journal, but for the fee; the rest by what it is. Amounts are as the balance saw them. */
function toLines({ kind, provider, currency, grossMinor, feeMinor, netMinor, matchedType }: Transaction): EntryLine[] {
  const isOurs = matchedType !== null && matchedType !== "foreign";
  const away = (minor: number, to: Pick<EntryLine, "account" | "detail">): EntryLine[] =>
    minor === 0
      ? []
      : [
          { ...to, amountMinor: minor, currency },
          { account: "clearing", detail: provider, amountMinor: -minor, currency },
        ];
  const fees = { account: "payment_fees" as const, detail: provider };
  if (kind === "payout") return away(0 - netMinor, { account: "clearing", detail: PAYOUTS_IN_TRANSIT });
  if (kind === "fee") return away(0 - netMinor, fees);
  const unknown = isOurs ? [] : away(0 - grossMinor, { account: "suspense", detail: provider });
  return [...unknown, ...away(feeMinor, fees)];
}
