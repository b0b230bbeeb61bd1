import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { type orders, payments, refunds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { getExponent, type Money } from "../kernel/money.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/** SQL: a refund that nothing waits for any more: one that needed no second person, or that one has allowed. */
export const isApproved = or(isNull(refunds.approval), eq(refunds.approval, "given")) as SQL;

/** Whether so much money leaves only when a second person allows it, by the school's bound: a whole number of the currency, none for no bound. */
export function isAboveApproval({ minor, currency }: Money, refundApprovalAbove: number | null): boolean {
  return refundApprovalAbove !== null && minor > refundApprovalAbove * 10 ** getExponent(currency);
}

/**
 * Whether a refund that is asked for now needs a second person. What went back of the same order by one person's word counts along: asking for
 * it in parts changes nothing.
 */
export async function isApprovalNeeded(
  tx: Tx,
  order: Pick<typeof orders.$inferSelect, "id">,
  { minor, currency }: Money,
): Promise<boolean> {
  const { refundApprovalAbove } = await getSchoolSettings(tx);
  if (refundApprovalAbove === null) return false;
  const [before] = await tx
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        eq(payments.orderId, order.id),
        inArray(refunds.state, [...LIVE_REFUNDS]),
        or(isNull(refunds.approval), eq(refunds.approval, "awaited")),
      ),
    );
  return isAboveApproval({ minor: minor + (before?.minor ?? 0), currency }, refundApprovalAbove);
}
