import { ACCOUNT_WORDS, entryKindWords } from "#components/accounting/account-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ACCOUNT_NAMES } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { getYearStart } from "#domain/accounting/get-trial-balance.ts";
import type { Months } from "#domain/accounting/report-rows.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import type { FileFacts } from "#ops/bookkeeping-file.ts";

/** What a bookkeeper's file of some months says of the school, in the words and with the numbers that it uses. */
export function toFileFacts(months: Months, settings: SchoolSettings, madeAt: Date): FileFacts {
  const t = getTranslator();
  return {
    ...months,
    ...{ madeAt, currency: settings.currency },
    yearStart: `${getYearStart(months.from, settings.accountingYearMonth)}-01`,
    numberLength: Math.max(...ACCOUNT_NAMES.map((account) => getAccountNumber(settings, account).length)),
    numberOf: (account) => getAccountNumber(settings, account),
    nameOf: (account) => t(ACCOUNT_WORDS[account]),
    textOf: ({ kind, words, orderCode }) => [entryKindWords(kind), orderCode, words].filter(Boolean).join(" "),
  };
}
