import type { SearchParams } from "#app/admin/_list/list.ts";
import { getPeriod } from "#domain/accounting/insert-entries.ts";
import { Period } from "#domain/accounting/inputs.ts";
import { getYearStart } from "#domain/accounting/get-trial-balance.ts";
import type { Months } from "#domain/accounting/report-rows.ts";
import { formatLocalDay } from "#domain/kernel/local-time.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** From which month to which the address asks, both included; without an answer, and for what is none, this year of accounts until now. */
export function readMonths(
  params: SearchParams | Record<string, string>,
  { timezone, accountingYearMonth }: Pick<SchoolSettings, "timezone" | "accountingYearMonth">,
  now: Date,
): Months {
  const month = (name: string) => {
    const read = Period.safeParse(params[name]);
    return read.success ? read.data : undefined;
  };
  const to = month("to") ?? getPeriod(formatLocalDay(now, timezone));
  const from = month("from") ?? getYearStart(to, accountingYearMonth);
  return from <= to ? { from, to } : { from: to, to };
}

export const toMonthQuery = ({ from, to }: Months): string => `from=${from}&to=${to}`;
