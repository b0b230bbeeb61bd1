import { count, eq, inArray, sql } from "drizzle-orm";
import { UNSEALED } from "#db/chains.ts";
import {
  auditLog,
  claimLinks,
  cohorts,
  couponCodes,
  coupons,
  couponUses,
  enrolments,
  holds,
  journals,
  postings,
} from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { type AuditEntry, hashAuditEntry } from "#domain/audit.ts";
import { hashJournal } from "#domain/ledger/post-journal.ts";

type Look = (database: Pick<Database, "read">) => Promise<string[]>;

/** What must be true of every school at any time. Each gives the violations it found; none is the only good answer. */
export const INVARIANTS: Record<"seats" | "coupons" | "ledger sums" | "audit chain" | "ledger chain", Look> = {
  seats: seatsThatDoNotAddUp,
  coupons: couponsThatDoNotAddUp,
  "ledger sums": ledgerOffZero,
  "audit chain": auditBreaks,
  "ledger chain": ledgerBreaks,
};

/** Everything that is not as it must be, in words. */
export async function findViolations(database: Pick<Database, "read">): Promise<string[]> {
  const found: string[] = [];
  for (const look of Object.values(INVARIANTS)) found.push(...(await look(database)));
  return found;
}

/** held is the number of live holds, taken that of active places and of those that nobody has claimed yet. */
async function seatsThatDoNotAddUp({ read }: Pick<Database, "read">): Promise<string[]> {
  const all = await read.select().from(cohorts);
  const held = await read
    .select({ id: holds.cohortId, n: count() })
    .from(holds)
    .where(eq(holds.state, "held"))
    .groupBy(holds.cohortId);
  const taken = await read
    .select({ id: enrolments.cohortId, n: count() })
    .from(enrolments)
    .where(inArray(enrolments.state, ["active", "suspended", "completed"]))
    .groupBy(enrolments.cohortId);
  const heldBy = new Map(held.map(({ id, n }) => [id, n]));
  const unclaimed = await read
    .select({ id: claimLinks.cohortId, n: count() })
    .from(claimLinks)
    .where(eq(claimLinks.state, "open"))
    .groupBy(claimLinks.cohortId);
  const takenBy = new Map(taken.map(({ id, n }) => [id, n]));
  for (const { id, n } of unclaimed) takenBy.set(id, (takenBy.get(id) ?? 0) + n);
  return all.flatMap((cohort) => {
    const wantHeld = heldBy.get(cohort.id) ?? 0;
    const wantTaken = takenBy.get(cohort.id) ?? 0;
    if (cohort.held === wantHeld && cohort.taken === wantTaken) return [];
    return [
      `cohort ${cohort.id} says held ${cohort.held}, taken ${cohort.taken}; counted ${wantHeld} and ${wantTaken}`,
    ];
  });
}

/** What a coupon and a code count is the number of orders that use them. */
async function couponsThatDoNotAddUp({ read }: Pick<Database, "read">): Promise<string[]> {
  const live = await read
    .select()
    .from(couponUses)
    .where(inArray(couponUses.state, ["reserved", "used"]));
  const all = [
    ...(await read.select().from(coupons)).map(({ id, uses }) => ({
      id,
      uses,
      is: live.filter((each) => each.couponId === id),
    })),
    ...(await read.select().from(couponCodes)).map(({ key, uses }) => ({
      ...{ id: key, uses, is: live.filter((each) => each.codeKey === key) },
    })),
  ];
  return all.flatMap(({ id, uses, is }) =>
    uses === is.length ? [] : [`coupon ${id} says ${uses} uses; counted ${is.length}`],
  );
}

async function ledgerOffZero({ read }: Pick<Database, "read">): Promise<string[]> {
  const off = await read
    .select({
      seq: postings.journalSeq,
      currency: postings.currency,
      sum: sql<number>`sum(${postings.amountMinor})`.mapWith(Number),
    })
    .from(postings)
    .groupBy(postings.journalSeq, postings.currency)
    .having(sql`sum(${postings.amountMinor}) <> 0`);
  return off.map(({ seq, currency, sum }) => `journal ${seq} is off by ${sum} ${currency}`);
}

/** Without the newest, which the chain has not reached yet. */
const sealedOf = <Row extends { hash: string }>(rows: Row[]) =>
  rows.slice(0, rows.findLastIndex(({ hash }) => hash !== UNSEALED) + 1);

async function auditBreaks({ read }: Pick<Database, "read">): Promise<string[]> {
  const rows = await read.select().from(auditLog).orderBy(auditLog.seq);
  let previous = "";
  for (const { hash, ...entry } of sealedOf(rows)) {
    if (hashAuditEntry(previous, entry as AuditEntry) !== hash) return [`the audit log's chain breaks at ${entry.seq}`];
    previous = hash;
  }
  return [];
}

async function ledgerBreaks({ read }: Pick<Database, "read">): Promise<string[]> {
  const rows = await read.select().from(journals).orderBy(journals.seq);
  let previous = "";
  for (const row of sealedOf(rows)) {
    const lines = await read.select().from(postings).where(eq(postings.journalSeq, row.seq));
    if (hashJournal(previous, row, lines) !== row.hash) return [`the ledger's chain breaks at ${row.seq}`];
    previous = row.hash;
  }
  return [];
}
