import { message } from "#messages/message.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { getYearStart } from "./get-trial-balance.ts";
import { getPeriod } from "./insert-entries.ts";
import type { Months } from "./report-rows.ts";

/**
 * The months that somebody asks for, both included; what is not said is this year of accounts until now, by the school's clock. Refuses
 * (`invalid_input`, at `from`) a first month after the last.
 */
export function resolveMonths(
  asked: { from?: string | undefined; to?: string | undefined },
  { timezone, accountingYearMonth }: Pick<SchoolSettings, "timezone" | "accountingYearMonth">,
  now: Date,
): Months {
  const to = asked.to ?? getPeriod(formatLocalDay(now, timezone));
  const from = asked.from ?? getYearStart(to, accountingYearMonth);
  if (from > to) throw new Refusal("invalid_input", { fields: { from: message("accounting.from_after_to") } });
  return { from, to };
}
