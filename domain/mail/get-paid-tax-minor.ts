import { eq, sql } from "drizzle-orm";
import { orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Instalment } from "../instalments/load-instalments.ts";
import { splitPlanTax } from "../instalments/split-plan-tax.ts";

type Parts = { all: readonly Instalment[]; own: readonly Instalment[]; totalMinor: number };

/** As the receipt says it: of the parts, and of no fee. */
export async function getPaidTaxMinor(read: Reader, { all, own, totalMinor }: Parts): Promise<number> {
  const [row] = await read
    .select({ minor: sql<number>`coalesce(sum(${orderLines.taxMinor}), 0)`.mapWith(Number) })
    .from(orderLines)
    .where(eq(orderLines.orderId, own[0]?.orderId ?? ""));
  const priced = all.filter(({ kind, state }) => kind === "part" && state !== "cancelled");
  const taxes = splitPlanTax(
    priced.map(({ amountMinor }) => amountMinor),
    { totalMinor, taxMinor: row?.minor ?? 0 },
  );
  return priced.reduce((total, each, at) => (own.includes(each) ? total + (taxes[at] ?? 0) : total), 0);
}
