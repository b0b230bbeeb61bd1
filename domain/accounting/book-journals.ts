import { and, asc, gt, inArray, isNotNull, max, ne } from "drizzle-orm";
import { UNSEALED } from "#db/chains.ts";
import { accountingEntries, journals, postings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import type { Journal, PostingLine } from "../ledger/post-journal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { insertEntries, type NewEntry } from "./insert-entries.ts";
import { loadBookedOrders, loadJournalOrders } from "./booking-facts.ts";
import { copyLines, createDeferral, storeDeferred } from "./store-deferred.ts";
import { toEntryLines } from "./to-entry-lines.ts";

/** So many are booked in one transaction: other writes wait for it. */
const JOURNALS_MAX = 50;

/** The number of the last journal that is booked. They are booked in the order of their numbers. */
async function getLastBooked(read: Reader | Tx): Promise<number> {
  const [last] = await read
    .select({ seq: max(accountingEntries.journalSeq) })
    .from(accountingEntries)
    .where(isNotNull(accountingEntries.journalSeq));
  return Number(last?.seq ?? 0);
}

/** Whether a journal waits to be booked. */
export async function hasUnbookedJournal(read: Reader): Promise<boolean> {
  const [next] = await listUnbooked(read, await getLastBooked(read), 1);
  return next !== undefined;
}

/** Only those that have their place in the chain: none can come between them any more. */
const listUnbooked = (read: Reader | Tx, afterSeq: number, limit: number) =>
  read
    .select()
    .from(journals)
    .where(and(gt(journals.seq, afterSeq), ne(journals.hash, UNSEALED)))
    .orderBy(asc(journals.seq))
    .limit(limit);

/**
 * Books the next journals of the ledger in the general ledger: each once, in their order, on the day by the school's clock on which it
 * happened, or in the next open month where that one is closed. The ledger knows nothing of it, so nobody who pays waits for it. Answers
 * how many were booked.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The entries say which journal each books; what happened was audited when it did.
export async function bookJournals(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "accounting.book", {});
  const due = await listUnbooked(ctx.tx, await getLastBooked(ctx.tx), JOURNALS_MAX);
  const [first] = due;
  if (!first) return 0;
  const { timezone, revenueRecognition } = await getSchoolSettings(ctx.tx);
  const sides = await loadPostings(
    ctx.tx,
    due.map(({ seq }) => seq),
  );
  const orderOf = await loadJournalOrders(ctx.tx, due);
  const orders = await loadBookedOrders(
    ctx.tx,
    [...new Set([...orderOf.values()].map(({ orderId }) => orderId))],
    createDeferral(revenueRecognition),
  );
  const closed = await loadLastClosed(ctx.tx);
  const before = copyLines(orders);
  const entries = due.map((journal): NewEntry => {
    const kind = journal.kind as Journal["kind"];
    const about = orderOf.get(journal.seq);
    const order = about && !about.isGift ? orders.get(about.orderId) : undefined;
    const happenedOn = formatLocalDay(journal.at, timezone);
    return {
      ...{ kind, journalSeq: journal.seq, orderId: about?.orderId ?? null },
      ...{ happenedOn, bookedOn: findOpenDay(happenedOn, closed) },
      lines: toEntryLines(kind, journal.at, sides.get(journal.seq) ?? [], order),
    };
  });
  await insertEntries(ctx, entries);
  const currencies = new Map(
    due.map(({ seq }) => [orderOf.get(seq)?.orderId ?? "", sides.get(seq)?.[0]?.currency ?? ""]),
  );
  await storeDeferred(ctx, orders, before, currencies);
  return due.length;
}

async function loadPostings(read: Tx, seqs: readonly number[]): Promise<Map<number, PostingLine[]>> {
  const { journalSeq, account, detail, amountMinor, currency } = postings;
  const rows = await read
    .select({ journalSeq, account, detail, amountMinor, currency })
    .from(postings)
    .where(inArray(journalSeq, [...seqs]))
    .orderBy(asc(postings.id));
  return Map.groupBy(rows, (row) => row.journalSeq);
}
