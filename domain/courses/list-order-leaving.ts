import { eq, sql } from "drizzle-orm";
import { cohorts, enrolments, orderLines, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getAgreedLeaving } from "./agreed-terms.ts";
import type { LeavingTerms } from "./leaving-terms.ts";

/** How the place of an order line is left by its student; `isAgreed`: its terms say something of it, if only that it is too late. */
export type LineLeaving = { lineId: string; timezone: string; leaving: LeavingTerms; isAgreed: boolean };

/** On what terms the places of an order are left again: those under which they were bought, or those of today where they are kinder. */
export async function listOrderLeaving(read: Reader, orderId: string, now: Date): Promise<LineLeaving[]> {
  const rows = await read
    .select({
      line: { id: orderLines.id, kind: orderLines.kind, terms: orderLines.terms, totalMinor: orderLines.totalMinor },
      currency: orders.currency,
      cohort: cohorts,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(enrolments, eq(enrolments.orderLineId, orderLines.id))
    .innerJoin(cohorts, eq(cohorts.id, sql`coalesce(${enrolments.cohortId}, ${orderLines.cohortId})`))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.id);
  return rows
    .filter(({ line }) => line.kind !== "renewal")
    .map(({ line, currency, cohort }) => {
      // The difference of a move comes back with the place: its terms stand with the order of that.
      if (line.kind === "move") {
        return { lineId: line.id, timezone: cohort.timezone, leaving: { cancel: null, move: null }, isAgreed: true };
      }
      const { startsAt, timezone } = cohort;
      const hasBegun = startsAt !== null && startsAt <= now;
      const paid = { minor: line.totalMinor, currency };
      const isAgreed = [...(line.terms ?? []), cohort].some(({ cancelDays }) => cancelDays !== null);
      const leaving = hasBegun ? { cancel: null, move: null } : getAgreedLeaving(line.terms, cohort, { paid, now });
      return { lineId: line.id, timezone, leaving, isAgreed };
    });
}
