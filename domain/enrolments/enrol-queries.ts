import { and, eq, inArray, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import {
  cohortRules,
  cohorts,
  courses,
  enrolmentQuestions,
  enrolments,
  holds,
  orderBilling,
  orderLines,
  orders,
  priceRules,
  seatBlocks,
  taxRates,
  users,
  waitingList,
} from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";

const p = sql.placeholder;

/** Of a student's enrolments in one cohort one is live at most. Written out, so that SQLite uses the index of those. */
const isLive = sql`${enrolments.state} not in ('cancelled', 'revoked')`;

/** Whether anything is asked of whoever enrols: one look into an index, so that most enrolments read no question. */
const hasQuestions = sql<unknown>`exists (select 1 from ${enrolmentQuestions} where ${enrolmentQuestions.courseId} = ${courses.id} and retired_at is null and (${enrolmentQuestions.cohortId} is null or ${enrolmentQuestions.cohortId} = ${cohorts.id}))`;

/** Whether the cohort has rules: one look into a key, so that most enrolments load none. */
const hasRules = sql<unknown>`exists (select 1 from ${cohortRules} where ${cohortRules.cohortId} = ${cohorts.id})`;

/** Whether seats of the cohort are kept for groups: one look into an index. */
const hasBlocks = sql<unknown>`exists (select 1 from ${seatBlocks} where ${seatBlocks.cohortId} = ${cohorts.id} and ${seatBlocks.state} = 'open')`;

/** Whether there is any price rule at all: most schools have none, and ask no further. */
const hasPriceRules = sql<unknown>`exists (select 1 from ${priceRules} where ${priceRules.state} = 'active')`;

/** Whether the student has said for an order before to whom it is billed: most never do, and are asked no further. */
const hasBilling = sql<unknown>`exists (select 1 from ${orderBilling} inner join ${orders} on ${orders.id} = ${orderBilling.orderId} where ${orders.buyerId} = ${users.id})`;

/** Whether the school has given any rate of tax: one look into an index, so that most enrolments load none. */
const isTaxed = sql<unknown>`exists (select 1 from ${taxRates})`;

/** Enrolling is the hottest write of the school: its statements are prepared once and hold nothing that varies but values. */
export const enrolQueries = perClient((tx: Tx) => ({
  /** Everything that is asked before a place is taken: the cohort, who wants it, and what they have there already. */
  asked: tx
    .select({
      id: cohorts.id,
      state: cohorts.state,
      startsAt: cohorts.startsAt,
      endsAt: cohorts.endsAt,
      opensAt: cohorts.opensAt,
      closesAt: cohorts.closesAt,
      accessDays: cohorts.accessDays,
      accessUntil: cohorts.accessUntil,
      timezone: cohorts.timezone,
      priceMinor: cohorts.priceMinor,
      currency: cohorts.currency,
      cancelDays: cohorts.cancelDays,
      cancelPercent: cohorts.cancelPercent,
      cancelFeeMinor: cohorts.cancelFeeMinor,
      moveDays: cohorts.moveDays,
      hasQuestions: hasQuestions.mapWith(Boolean),
      hasRules: hasRules.mapWith(Boolean),
      hasBlocks: hasBlocks.mapWith(Boolean),
      isTaxed: isTaxed.mapWith(Boolean),
      hasBilling: hasBilling.mapWith(Boolean),
      hasPriceRules: hasPriceRules.mapWith(Boolean),
      courseId: courses.id,
      courseSlug: courses.slug,
      courseState: courses.state,
      studentId: users.id,
      email: users.email,
      verifiedAt: users.verifiedAt,
      disabledAt: users.disabledAt,
      presentId: enrolments.id,
      waitingId: waitingList.id,
      waitingState: waitingList.state,
      holdId: waitingList.holdId,
      offerExpiresAt: waitingList.offerExpiresAt,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(users, eq(users.id, p("studentId")))
    .leftJoin(enrolments, and(eq(enrolments.cohortId, cohorts.id), eq(enrolments.studentId, users.id), isLive))
    .leftJoin(
      waitingList,
      and(
        eq(waitingList.cohortId, cohorts.id),
        eq(waitingList.studentId, users.id),
        inArray(waitingList.state, ["waiting", "offered"]),
      ),
    )
    .where(eq(cohorts.id, p("cohortId")))
    .prepare(),
  /** The place a student already has, and the order it came from. */
  present: tx
    .select({ enrolment: enrolments, order: orders })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, p("cohortId")), eq(enrolments.studentId, p("studentId")), isLive))
    .prepare(),
}));

/** What a student agrees to, and the seat that is kept for it. New rows are whole as they are given, so none is read back. */
export const orderQueries = perClient((tx: Tx) => ({
  addOrder: tx
    .insert(orders)
    .values({
      id: p("id"),
      code: p("code"),
      buyerId: p("buyerId"),
      state: "awaiting_payment",
      currency: p("currency"),
      totalMinor: p("totalMinor"),
      expiresAt: p("expiresAt"),
      createdAt: p("createdAt"),
    })
    .onConflictDoNothing({ target: orders.code })
    .returning({ id: orders.id })
    .prepare(),
  addFreeOrder: tx
    .insert(orders)
    .values({
      id: p("id"),
      code: p("code"),
      buyerId: p("buyerId"),
      state: "paid",
      currency: p("currency"),
      totalMinor: 0,
      paidAt: p("paidAt"),
      createdAt: p("createdAt"),
    })
    .onConflictDoNothing({ target: orders.code })
    .returning({ id: orders.id })
    .prepare(),
  addLine: tx
    .insert(orderLines)
    .values({
      id: p("id"),
      orderId: p("orderId"),
      cohortId: p("cohortId"),
      quantity: 1,
      unitMinor: p("unitMinor"),
      discountMinor: p("discountMinor"),
      taxMinor: p("taxMinor"),
      taxRatePpm: p("taxRatePpm"),
      taxCategory: p("taxCategory"),
      taxNote: p("taxNote"),
      totalMinor: p("totalMinor"),
      terms: p("terms"),
    })
    .prepare(),
  addHold: tx
    .insert(holds)
    .values({
      id: p("id"),
      cohortId: p("cohortId"),
      orderLineId: p("orderLineId"),
      state: "held",
      until: p("until"),
      createdAt: p("now"),
    })
    .prepare(),
}));
