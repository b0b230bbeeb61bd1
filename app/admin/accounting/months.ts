import type { SearchParams } from "#app/admin/_list/list.ts";
import { getPeriod } from "#domain/accounting/insert-entries.ts";
import { Period, PERIOD_YEARS } from "#domain/accounting/inputs.ts";
import { getYearStart } from "#domain/accounting/get-trial-balance.ts";
import type { Months } from "#domain/accounting/report-rows.ts";
import { formatLocalDay } from "#domain/kernel/local-time.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { type Message, message } from "#messages/message.ts";

/** What the address asks for: two months, or what is wrong with what was typed, for beside its field. */
export type AskedMonths = { months: Months; typed: Months; faults: { from?: Message; to?: Message } };

/**
 * From which month to which the address asks, both included; without an answer this year of accounts until now. Months that the accounts cannot
 * have, and a first one after the last, are faults: nothing is shown for what nobody has asked for.
 */
export function readMonths(
  params: SearchParams | Record<string, string>,
  { timezone, accountingYearMonth }: Pick<SchoolSettings, "timezone" | "accountingYearMonth">,
  now: Date,
): AskedMonths {
  const said = (name: string) => [params[name]].flat()[0]?.trim() || undefined;
  const read = (name: string) => {
    const text = said(name);
    const month = Period.safeParse(text);
    return month.success || text === undefined ? { month: month.data } : { fault: OUT_OF_RANGE };
  };
  const [first, last] = [read("from"), read("to")];
  const thisMonth = getPeriod(formatLocalDay(now, timezone));
  const to = last.month ?? thisMonth;
  const from = first.month ?? getYearStart(to, accountingYearMonth);
  const order = from > to && !last.fault && !first.fault ? { from: message("accounting.from_after_to") } : {};
  const faults = { ...order, ...(first.fault && { from: first.fault }), ...(last.fault && { to: last.fault }) };
  const isWrong = Object.keys(faults).length > 0;
  return {
    // Links beside a field that is wrong lead to this year.
    months: isWrong ? { from: getYearStart(thisMonth, accountingYearMonth), to: thisMonth } : { from, to },
    typed: { from: said("from") ?? from, to: said("to") ?? to },
    faults,
  };
}

const OUT_OF_RANGE = message("accounting.month_out_of_range", {
  first: `${PERIOD_YEARS.first}-01`,
  last: `${PERIOD_YEARS.last}-12`,
});

export const isFaulty = ({ faults }: AskedMonths): boolean => Object.keys(faults).length > 0;

export const toMonthQuery = ({ from, to }: Months): string => `from=${from}&to=${to}`;
