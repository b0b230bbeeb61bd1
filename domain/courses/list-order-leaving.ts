import { eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { cohorts, enrolments, moves, orderLines, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getAgreedLeaving } from "./agreed-terms.ts";
import type { LeavingTerms } from "./leaving-terms.ts";

/** How the place of an order line is left by its student; `isAgreed`: its terms say something of it, if only that it is too late. */
export type LineLeaving = { lineId: string; timezone: string; leaving: LeavingTerms; isAgreed: boolean };

const NONE: LeavingTerms = { cancel: null, move: null };

/**
 * On what terms the places of an order are left again: those under which they were bought, or those of today where they are kinder. The
 * difference of a move goes back with its place, by the terms of that; of a renewal the office decides.
 */
export async function listOrderLeaving(read: Reader, orderId: string, now: Date): Promise<LineLeaving[]> {
  const bought = alias(orderLines, "bought");
  const rows = await read
    .select({
      line: { id: orderLines.id, kind: orderLines.kind, terms: orderLines.terms, totalMinor: orderLines.totalMinor },
      bought: { terms: bought.terms, totalMinor: bought.totalMinor },
      currency: orders.currency,
      cohort: cohorts,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(moves, eq(moves.orderLineId, orderLines.id))
    .leftJoin(enrolments, or(eq(enrolments.orderLineId, orderLines.id), eq(enrolments.id, moves.enrolmentId)))
    .leftJoin(bought, eq(bought.id, enrolments.orderLineId))
    // A move that waits to be paid is to where its line says.
    .innerJoin(
      cohorts,
      sql`${cohorts.id} = case when ${moves.state} <> 'moved' then ${orderLines.cohortId} else coalesce(${enrolments.cohortId}, ${orderLines.cohortId}) end`,
    )
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.id);
  return rows.map(({ line, bought: first, currency, cohort }) => {
    const { startsAt, timezone } = cohort;
    if (line.kind === "renewal") return { lineId: line.id, timezone, leaving: NONE, isAgreed: true };
    const isMove = line.kind === "move";
    const terms = isMove ? [...(first?.terms ?? []), ...(line.terms ?? [])] : line.terms;
    const paid = { minor: line.totalMinor + (isMove ? (first?.totalMinor ?? 0) : 0), currency };
    const hasBegun = startsAt !== null && startsAt <= now;
    const isAgreed = [...(terms ?? []), cohort].some(({ cancelDays }) => cancelDays !== null);
    const leaving = hasBegun ? NONE : getAgreedLeaving(terms, cohort, { paid, now });
    return { lineId: line.id, timezone, leaving, isAgreed };
  });
}
