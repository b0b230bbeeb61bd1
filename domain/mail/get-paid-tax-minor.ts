import { eq } from "drizzle-orm";
import { orderLines, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Instalment } from "../instalments/load-instalments.ts";
import { selectTakenOff } from "../instalments/select-taken-off.ts";
import { splitPlanTax } from "../instalments/split-plan-tax.ts";
import { getIncludedTax } from "../tax/split-included-tax.ts";

type Parts = { all: readonly Instalment[]; own: readonly Instalment[] };

/** What of the price's tax is in the parts that are `own`, in minor units, as their receipt says it: of the parts, and of no fee. */
export async function getPaidTaxMinor(read: Reader, { all, own }: Parts): Promise<number> {
  const [sold] = await read
    .select({
      ...{ totalMinor: orderLines.totalMinor, taxMinor: orderLines.taxMinor, taxRatePpm: orderLines.taxRatePpm },
      takenOffMinor: selectTakenOff(read),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(orders.id, own[0]?.orderId ?? ""));
  if (!sold) return 0;
  const priced = all.filter(({ kind, state }) => kind === "part" && state !== "cancelled");
  const totalMinor = sold.totalMinor - sold.takenOffMinor;
  const taxMinor = sold.takenOffMinor > 0 ? getIncludedTax(totalMinor, sold.taxRatePpm) : sold.taxMinor;
  const taxes = splitPlanTax(
    priced.map(({ amountMinor }) => amountMinor),
    { totalMinor, taxMinor },
  );
  return priced.reduce((total, each, at) => (own.includes(each) ? total + (taxes[at] ?? 0) : total), 0);
}
