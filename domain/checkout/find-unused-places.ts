import { and, eq, exists, gte, inArray, ne, or, sql } from "drizzle-orm";
import {
  attendance,
  cohorts,
  coursePositions,
  disputes,
  enrolments,
  materialProgress,
  moves,
  orderLines,
  type orders,
  payments,
  refunds,
  renewals,
} from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { REOPENED, UNDONE } from "../ledger/undone-match.ts";

/** A place that an order has bought, and where its seat is. */
export type BoughtPlace = { lineId: string; enrolmentId: string; cohortId: string };

/**
 * The places of an order, where all of it can wait for its payment again as if it never had been paid: each is one that its buyer has as it
 * was bought and has not used, of a cohort that has not begun; no credit went into it and no money out of it. Undefined where only a person can say what is right.
 */
export async function findUnusedPlaces(
  ctx: StepCtx,
  order: typeof orders.$inferSelect,
): Promise<BoughtPlace[] | undefined> {
  const rows = await ctx.tx
    .select({
      lineId: orderLines.id,
      kind: orderLines.kind,
      boughtOf: orderLines.cohortId,
      enrolment: enrolments,
      startsAt: cohorts.startsAt,
      cohortState: cohorts.state,
      isUsed: isUsed(ctx).mapWith(Boolean),
    })
    .from(orderLines)
    .leftJoin(enrolments, and(eq(enrolments.orderLineId, orderLines.id), ne(enrolments.state, "cancelled")))
    .leftJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(orderLines.orderId, order.id));
  const places: BoughtPlace[] = [];
  for (const { lineId, kind, boughtOf, enrolment, startsAt, cohortState, isUsed: used } of rows) {
    const hasBegun = startsAt !== null && startsAt <= ctx.now;
    const isAsBought = kind === "enrolment" && enrolment?.state === "active" && enrolment.cohortId === boughtOf;
    if (!isAsBought || cohortState !== "open" || hasBegun || used) return undefined;
    places.push({ lineId, enrolmentId: enrolment.id, cohortId: boughtOf });
  }
  if (places.length === 0 || (await hasMovedMoney(ctx, order.id))) return undefined;
  return places;
}

/** SQL, in a query of enrolments: its student was there, has opened the course since, has renewed it or asked to move it. */
function isUsed({ tx }: StepCtx) {
  const since = sql`coalesce(${enrolments.activatedAt}, ${enrolments.createdAt})`;
  const ofStudent = (table: typeof coursePositions | typeof materialProgress) =>
    and(eq(table.studentId, enrolments.studentId), eq(table.courseId, enrolments.courseId));
  return sql<boolean>`(${or(
    exists(tx.select({ id: attendance.id }).from(attendance).where(eq(attendance.enrolmentId, enrolments.id))),
    exists(
      tx
        .select({ id: coursePositions.materialId })
        .from(coursePositions)
        .where(and(ofStudent(coursePositions), gte(coursePositions.openedAt, since))),
    ),
    exists(
      tx
        .select({ id: materialProgress.materialId })
        .from(materialProgress)
        .where(and(ofStudent(materialProgress), gte(materialProgress.doneAt, since))),
    ),
    exists(
      tx
        .select({ id: renewals.id })
        .from(renewals)
        .where(
          and(
            eq(renewals.enrolmentId, enrolments.id),
            inArray(renewals.state, ["requested", "awaiting_payment", "granted"]),
          ),
        ),
    ),
    exists(
      tx
        .select({ id: moves.id })
        .from(moves)
        .where(and(eq(moves.enrolmentId, enrolments.id), ne(moves.state, "cancelled"))),
    ),
  )})`;
}

async function hasMovedMoney(ctx: StepCtx, orderId: string): Promise<boolean> {
  if ((await getSpentCreditMinor(ctx.tx, orderId)) > 0) return true;
  const [refund] = await ctx.tx
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        eq(payments.orderId, orderId),
        inArray(refunds.state, [...LIVE_REFUNDS]),
        sql`coalesce(${refunds.reference}, '') not like ${`${UNDONE}%`}`,
        sql`coalesce(${refunds.reference}, '') not like ${`${REOPENED}%`}`,
      ),
    )
    .limit(1);
  if (refund) return true;
  // What a buyer's bank has taken may come back, and would have paid the order meanwhile.
  const [dispute] = await ctx.tx
    .select({ id: disputes.id })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(and(eq(payments.orderId, orderId), withdrawn))
    .limit(1);
  return dispute !== undefined;
}
