import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { claimLinks, enrolments, moves, orderLines, orders, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";
import { getHereMinor } from "../orders/get-here-minor.ts";
import { isLivePlace } from "./live-places.ts";

/** `orders`: how many paid, `byTransfer`: how many of these by bank transfer; `totals`: what is still here of it and not on its way back, by currency. */
export type PaidInCohort = { orders: number; byTransfer: number; totals: Money[] };

/** Ids that one query names. */
const AT_ONCE = 500;

/** What was paid for the places that a cohort has now, and for moving them there. */
export async function getPaidInCohort(read: Reader | Tx, cohortId: string): Promise<PaidInCohort> {
  const bank = sql<unknown>`exists (select 1 from ${payments} where ${payments.orderId} = ${orders.id} and ${payments.state} = 'settled' and ${payments.provider} = 'bank')`;
  const fields = { id: orders.id, currency: orders.currency, byTransfer: bank.mapWith(Boolean) };
  const own = await read
    .select(fields)
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(eq(enrolments.cohortId, cohortId), isLivePlace, isNotNull(orders.paidAt), inArray(orders.state, ["paid"])),
    );
  // An order for others is of one cohort, so all of its money is.
  const forOthers = await read
    .selectDistinct(fields)
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(claimLinks.cohortId, cohortId),
        inArray(claimLinks.state, ["open", "claimed"]),
        isNotNull(orders.paidAt),
        eq(orders.state, "paid"),
      ),
    );
  const differences = await read
    .select(fields)
    .from(enrolments)
    .innerJoin(moves, and(eq(moves.enrolmentId, enrolments.id), eq(moves.state, "moved")))
    .innerJoin(orderLines, eq(orderLines.id, moves.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace, eq(orders.state, "paid")));
  const rows = [...own, ...forOthers, ...differences];
  const totals = new Map<string, number>();
  let paid = 0;
  let byTransfer = 0;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const minorOf = await getHereMinor(
      read,
      some.map(({ id }) => id),
    );
    for (const row of some) {
      const minor = minorOf.get(row.id) ?? 0;
      if (minor <= 0) continue;
      paid += 1;
      if (row.byTransfer) byTransfer += 1;
      totals.set(row.currency, (totals.get(row.currency) ?? 0) + minor);
    }
  }
  return { orders: paid, byTransfer, totals: [...totals].map(([currency, minor]) => ({ minor, currency })) };
}
