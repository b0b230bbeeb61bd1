import { and, gte, isNotNull } from "drizzle-orm";
import { accountingPeriods } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMonths } from "../kernel/local-time.ts";
import { getPeriod } from "./insert-entries.ts";

/** The months from this one on that are closed. */
export async function loadClosedPeriods(read: Reader | Tx, fromPeriod: string): Promise<Set<string>> {
  const rows = await read
    .select({ period: accountingPeriods.period })
    .from(accountingPeriods)
    .where(and(gte(accountingPeriods.period, fromPeriod), isNotNull(accountingPeriods.closedAt)));
  return new Set(rows.map(({ period }) => period));
}

/** The day itself, or where its month is closed the first day of the next month that is open. Days are `2026-11-30`. */
export function findOpenDay(day: string, closed: ReadonlySet<string>): string {
  let open = day;
  while (closed.has(getPeriod(open))) open = addMonths(`${getPeriod(open)}-01`, 1);
  return open;
}
