import { and, gte, inArray, lte, sql } from "drizzle-orm";
import type { Account } from "#db/enums.ts";
import { accountingTotals } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { matchDetail } from "./match-detail.ts";
import type { Months } from "./report-rows.ts";

export type SheetSum = { currency: string; debitMinor: number; creditMinor: number; lineCount: number };

/**
 * What the lines of some accounts, or of a part of them, come to over some months, by currency, in minor units (each side above zero or zero), and
 * how many they are. Read from the months' totals: it costs the same for any number of lines.
 */
export async function getSheetSum(
  ctx: ReadCtx,
  { accounts, detail, from, to }: Partial<Months> & { accounts: readonly Account[]; detail?: string | undefined },
): Promise<SheetSum[]> {
  authorize(ctx, "accounting.read", {});
  const { period, account, currency, debitMinor, creditMinor, lineCount } = accountingTotals;
  const sum = (of: typeof debitMinor | typeof creditMinor | typeof lineCount) =>
    sql<number>`sum(${of})`.mapWith(Number);
  return ctx.read
    .select({ currency, debitMinor: sum(debitMinor), creditMinor: sum(creditMinor), lineCount: sum(lineCount) })
    .from(accountingTotals)
    .where(
      and(
        inArray(account, [...accounts]),
        from === undefined ? undefined : gte(period, from),
        to === undefined ? undefined : lte(period, to),
        detail === undefined ? undefined : matchDetail(accountingTotals.detail, detail),
      ),
    )
    .groupBy(currency)
    .orderBy(currency);
}
