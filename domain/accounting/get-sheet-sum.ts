import { and, gte, inArray, lte, sql } from "drizzle-orm";
import type { Account } from "#db/enums.ts";
import { accountingTotals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { Months } from "./report-rows.ts";

/**
 * What the lines of some accounts come to over some months, by currency, in minor units; each side above zero or zero. Read from the months' totals: it
 * costs the same for any number of lines.
 */
export async function getSheetSum(
  ctx: ReadCtx,
  { accounts, from, to }: Partial<Months> & { accounts: readonly Account[] },
): Promise<{ currency: string; debitMinor: number; creditMinor: number }[]> {
  authorize(ctx, "accounting.read", {});
  const { period, account, currency, debitMinor, creditMinor } = accountingTotals;
  const sum = (side: typeof debitMinor | typeof creditMinor) => sql<number>`sum(${side})`.mapWith(Number);
  return ctx.read
    .select({ currency, debitMinor: sum(debitMinor), creditMinor: sum(creditMinor) })
    .from(accountingTotals)
    .where(
      and(
        inArray(account, [...accounts]),
        from === undefined ? undefined : gte(period, from),
        to === undefined ? undefined : lte(period, to),
      ),
    )
    .groupBy(currency)
    .orderBy(currency);
}
