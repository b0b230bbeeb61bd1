import { and, asc, count, countDistinct, eq, exists, gt, inArray, like, min, type SQLWrapper, sql } from "drizzle-orm";
import {
  accessEvents,
  claimLinks,
  cohorts,
  disputes,
  enrolments,
  holds,
  journals,
  orderInstalments,
  orders,
  payments,
  postings,
  refunds,
  usageDays,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { REOPENED } from "../ledger/undone-match.ts";
import { stillHeld } from "../seats/claims.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { Difference } from "./difference.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";

/** How much one statement counts, so that nobody has to wait for it. */
const COHORTS_MAX = 50;
const ROWS_MAX = 1000;

type Batch = { differences: Difference[]; lastId: string | undefined };
type Count = (read: Reader, after: string) => Promise<Batch>;

/**
 * Counts everything again that is kept beside its rows: seats against holds and places; payments, refunds, disputes and paid
 * orders against the ledger; every journal against zero; the totals of the general ledger against its lines; what was
 * counted of openings against these. Gives the differences a batch at a time. Each batch is one statement,
 * so what changes meanwhile is never taken for a difference.
 */
export async function* reconcileCounters(ctx: ReadCtx): AsyncGenerator<Difference[]> {
  authorize(ctx, "maintenance.reconcile", {});
  const { read } = ctx;
  for (const countOne of [seats, moneyOfPayments, moneyOfRefunds, moneyOfDisputes, earnedOfOrders]) {
    let after = "";
    for (;;) {
      const { differences, lastId } = await countOne(read, after);
      yield differences;
      if (lastId === undefined) break;
      after = lastId;
    }
  }
  yield* journalsOffZero(read);
  yield* reconcileAccounts(read);
  yield* usageOffOpenings(read);
}

/**
 * Held is the number of live holds; taken that of the places that somebody has or had to the end, and of those that were bought for
 * somebody who has not claimed theirs yet.
 */
const seats: Count = async (read, after) => {
  const batch = read
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(gt(cohorts.id, after))
    .orderBy(asc(cohorts.id))
    .limit(COHORTS_MAX);
  const held = read
    .select({ cohortId: holds.cohortId, rows: count().as("held_rows") })
    .from(holds)
    .where(and(stillHeld, inArray(holds.cohortId, batch)))
    .groupBy(holds.cohortId)
    .as("held_again");
  const taken = read
    .select({ cohortId: enrolments.cohortId, rows: count().as("taken_rows") })
    .from(enrolments)
    .where(and(inArray(enrolments.state, ["active", "suspended", "completed"]), inArray(enrolments.cohortId, batch)))
    .groupBy(enrolments.cohortId)
    .as("taken_again");
  const unclaimed = read
    .select({ cohortId: claimLinks.cohortId, rows: count().as("unclaimed_rows") })
    .from(claimLinks)
    .where(and(eq(claimLinks.state, "open"), inArray(claimLinks.cohortId, batch)))
    .groupBy(claimLinks.cohortId)
    .as("unclaimed_again");
  const counted = { heldRows: held.rows, takenRows: taken.rows, unclaimedRows: unclaimed.rows };
  const found = await read
    .select({ id: cohorts.id, held: cohorts.held, taken: cohorts.taken, ...counted })
    .from(cohorts)
    .leftJoin(held, eq(held.cohortId, cohorts.id))
    .leftJoin(unclaimed, eq(unclaimed.cohortId, cohorts.id))
    .leftJoin(taken, eq(taken.cohortId, cohorts.id))
    .where(inArray(cohorts.id, batch))
    .orderBy(asc(cohorts.id));
  const words = (heldSeats: number, takenSeats: number) => `held ${heldSeats}, taken ${takenSeats}`;
  const rows = found.map(({ id, held: saidHeld, taken: saidTaken, heldRows, takenRows, unclaimedRows }) => ({
    id,
    said: words(saidHeld, saidTaken),
    counted: words(Number(heldRows ?? 0), Number(takenRows ?? 0) + Number(unclaimedRows ?? 0)),
  }));
  return batchOf("cohort", rows, COHORTS_MAX);
};

/** What a settled payment brought, and what a refund or a dispute took, must lie in the provider's clearing account. */
const moneyOfPayments: Count = async (read, after) => {
  const { id, state, amountMinor, currency } = payments;
  const batch = read.select({ id }).from(payments).where(gt(id, after)).orderBy(asc(id)).limit(ROWS_MAX);
  const booked = bookedOf(read, { source: "payment", account: "clearing" }, batch);
  const found = await read
    .select({ id, state, amountMinor, currency, booked: booked.minor })
    .from(payments)
    .leftJoin(booked, eq(booked.sourceId, id))
    .where(inArray(id, batch))
    .orderBy(asc(id));
  return moneyBatch("payment", found, (row) => (row.state === "settled" ? row.amountMinor : 0));
};

const moneyOfRefunds: Count = async (read, after) => {
  const { id, state, amountMinor, currency } = refunds;
  const batch = read.select({ id }).from(refunds).where(gt(id, after)).orderBy(asc(id)).limit(ROWS_MAX);
  const booked = bookedOf(read, { source: "refund", account: "clearing" }, batch);
  const found = await read
    .select({ id, state, amountMinor, currency, booked: booked.minor })
    .from(refunds)
    .leftJoin(booked, eq(booked.sourceId, id))
    .where(inArray(id, batch))
    .orderBy(asc(id));
  const isGone = (state: string) => state === "done" || state === "external";
  return moneyBatch("refund", found, (row) => (isGone(row.state) ? -row.amountMinor : 0));
};

const moneyOfDisputes: Count = async (read, after) => {
  const { id, withdrawnAt, reinstatedAt, amountMinor, currency } = disputes;
  const batch = read.select({ id }).from(disputes).where(gt(id, after)).orderBy(asc(id)).limit(ROWS_MAX);
  const booked = bookedOf(read, { source: "dispute", account: "clearing" }, batch);
  const found = await read
    .select({ id, withdrawnAt, reinstatedAt, amountMinor, currency, booked: booked.minor })
    .from(disputes)
    .leftJoin(booked, eq(booked.sourceId, id))
    .where(inArray(id, batch))
    .orderBy(asc(id));
  return moneyBatch("dispute", found, (row) => (row.withdrawnAt && !row.reinstatedAt ? -row.amountMinor : 0));
};

/** What an order was paid with was earned, once; one in instalments earns each when it is paid (`instalments_paid`). */
const earnedOfOrders: Count = async (read, after) => {
  const { id, paidAt, totalMinor, currency } = orders;
  const batch = read.select({ id }).from(orders).where(gt(id, after)).orderBy(asc(id)).limit(ROWS_MAX);
  const booked = bookedOf(read, { source: "order", account: "revenue", kind: "order_paid" }, batch);
  // Whoever chose the plan and has paid is in it, all at once too.
  const parts = read
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, orders.id), eq(orderInstalments.state, "paid")));
  // Paid anew after a bank match was undone: what it earned then stands with the payment that brought it.
  const again = read
    .select({ id: refunds.id })
    .from(payments)
    .innerJoin(refunds, eq(refunds.paymentId, payments.id))
    .where(and(eq(payments.orderId, orders.id), like(refunds.reference, `${REOPENED}%`)));
  const flags = { inParts: exists(parts).mapWith(Boolean), isPaidAnew: exists(again).mapWith(Boolean) };
  const found = await read
    .select({ id, paidAt, totalMinor, currency, booked: booked.minor, ...flags })
    .from(orders)
    .leftJoin(booked, eq(booked.sourceId, id))
    .where(inArray(id, batch))
    .orderBy(asc(id));
  return moneyBatch("order", found, (row) =>
    row.isPaidAnew ? Number(row.booked ?? 0) : row.paidAt && !row.inParts ? -row.totalMinor : 0,
  );
};

/** SQL: what the ledger says of each source, in minor units. */
function bookedOf(
  read: Reader,
  of: { source: "payment" | "refund" | "dispute" | "order"; account: "clearing" | "revenue"; kind?: "order_paid" },
  ids: SQLWrapper,
) {
  return read
    .select({
      sourceId: journals.sourceId,
      minor: sql<number>`sum(${postings.amountMinor})`.mapWith(Number).as("booked_minor"),
    })
    .from(journals)
    .innerJoin(postings, eq(postings.journalSeq, journals.seq))
    .where(
      and(
        eq(journals.sourceType, of.source),
        inArray(journals.sourceId, ids),
        eq(postings.account, of.account),
        of.kind && eq(journals.kind, of.kind),
      ),
    )
    .groupBy(journals.sourceId)
    .as("booked");
}

function moneyBatch<Row extends { id: string; currency: string; booked: number | null }>(
  objectType: string,
  found: Row[],
  expected: (row: Row) => number,
): Batch {
  const rows = found.map((row) => ({
    id: row.id,
    said: `the ledger says ${Number(row.booked ?? 0)} ${row.currency}`,
    counted: `the ledger says ${0 + expected(row)} ${row.currency}`,
  }));
  return batchOf(objectType, rows, ROWS_MAX);
}

function batchOf(objectType: string, rows: { id: string; said: string; counted: string }[], rowsMax: number): Batch {
  const differences = rows
    .filter(({ said, counted }) => said !== counted)
    .map(({ id, said, counted }) => ({ objectType, objectId: id, said, counted }));
  return { differences, lastId: rows.length < rowsMax ? undefined : rows.at(-1)?.id };
}

/**
 * What was counted of the openings of each course, a day after the other. Of the oldest day some may be purged already, so it is
 * left out, as are all before it.
 */
async function* usageOffOpenings(read: Reader): AsyncGenerator<Difference[]> {
  let [{ day } = { day: null }] = await read.select({ day: min(accessEvents.day) }).from(accessEvents);
  while (day !== null) {
    const [next] = await read
      .select({ day: usageDays.day })
      .from(usageDays)
      .where(gt(usageDays.day, day))
      .orderBy(asc(usageDays.day))
      .limit(1);
    if (!next) return;
    day = next.day;
    yield await usageOffDay(read, day);
  }
}

async function usageOffDay(read: Reader, day: string): Promise<Difference[]> {
  const again = read
    .select({
      courseId: accessEvents.courseId,
      openings: count().as("openings_again"),
      students: countDistinct(accessEvents.studentId).as("students_again"),
    })
    .from(accessEvents)
    .where(eq(accessEvents.day, day))
    .groupBy(accessEvents.courseId)
    .as("counted_again");
  const rows = await read
    .select({ usage: usageDays, openings: again.openings, students: again.students })
    .from(usageDays)
    .leftJoin(again, eq(again.courseId, usageDays.courseId))
    .where(eq(usageDays.day, day))
    .orderBy(asc(usageDays.courseId));
  return rows.flatMap(({ usage, openings, students }) => {
    const words = (opened: number, by: number) => `opened ${opened} times by ${by} on ${day}`;
    const said = words(usage.openings, usage.students);
    const counted = words(Number(openings ?? 0), Number(students ?? 0));
    return said === counted ? [] : [{ objectType: "course", objectId: usage.courseId, said, counted }];
  });
}

/** A journal's postings sum to zero in each currency. */
async function* journalsOffZero(read: Reader): AsyncGenerator<Difference[]> {
  let after = 0;
  for (;;) {
    const batch = read
      .select({ seq: journals.seq })
      .from(journals)
      .where(gt(journals.seq, after))
      .orderBy(asc(journals.seq))
      .limit(ROWS_MAX);
    const sum = sql<number>`sum(${postings.amountMinor})`.mapWith(Number);
    const sums = await read
      .select({ seq: postings.journalSeq, currency: postings.currency, minor: sum })
      .from(postings)
      .where(inArray(postings.journalSeq, batch))
      .groupBy(postings.journalSeq, postings.currency)
      .orderBy(asc(postings.journalSeq), asc(postings.currency));
    if (sums.length === 0) return;
    yield sums
      .filter(({ minor }) => minor !== 0)
      .map(({ seq, currency, minor }) => ({
        objectType: "journal",
        objectId: `${seq} ${currency}`,
        said: `sums to ${minor} ${currency}`,
        counted: `sums to 0 ${currency}`,
      }));
    after = sums.at(-1)?.seq ?? after;
  }
}
