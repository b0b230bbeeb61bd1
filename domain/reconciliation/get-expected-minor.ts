import { inArray } from "drizzle-orm";
import { disputes, payments, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** Our side of something: what the provider's balance should have moved by for it. */
export type BookedSide = { type: "payment" | "refund" | "dispute"; id: string; minor: number; currency: string };

/** What the provider's balance has moved by for one thing of ours. */
export type SumThere = {
  type: BookedSide["type"];
  id: string;
  minor: number;
  currency: string;
  reference: string;
  at: Date;
};

/**
 * By what the balance should have moved for each, by `type:id`. Left out is what is still under way: a refund that the provider has not
 * finished may stand there or not.
 */
export async function getExpectedMinor(read: Reader, sums: readonly SumThere[]): Promise<Map<string, BookedSide>> {
  const ids = (type: BookedSide["type"]) => sums.filter((each) => each.type === type).map(({ id }) => id);
  const sides: BookedSide[] = [];
  const paid = await read
    .select()
    .from(payments)
    .where(inArray(payments.id, ids("payment")));
  for (const { id, amountMinor: minor, currency } of paid) sides.push({ type: "payment", id, minor, currency });
  const back = await read
    .select()
    .from(refunds)
    .where(inArray(refunds.id, ids("refund")));
  for (const { id, state, amountMinor, currency } of back) {
    if (state === "requested" || state === "submitted") continue;
    sides.push({ type: "refund", id, minor: state === "failed" ? 0 : 0 - amountMinor, currency });
  }
  const taken = await read
    .select()
    .from(disputes)
    .where(inArray(disputes.id, ids("dispute")));
  for (const { id, withdrawnAt, reinstatedAt, amountMinor, currency } of taken) {
    const isGone = withdrawnAt !== null && reinstatedAt === null;
    sides.push({ type: "dispute", id, minor: isGone ? 0 - amountMinor : 0, currency });
  }
  return new Map(sides.map((side) => [`${side.type}:${side.id}`, side]));
}
