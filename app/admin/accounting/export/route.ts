import { admitExport, searchParamsOf } from "#app/admin/_list/export.ts";
import { ACCOUNT_WORDS, entryKindWords } from "#components/accounting/account-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ACCOUNT_NAMES } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { getYearStart } from "#domain/accounting/get-trial-balance.ts";
import { streamEntries } from "#domain/accounting/stream-entries.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { createBookkeepingFile, findFormat } from "#ops/bookkeeping-file.ts";
import { isFaulty, readMonths } from "../months.ts";

/** Every entry of some months as a file for a bookkeeper's program: `?format=datev&from=2026-01&to=2026-03`. */
export async function GET(request: Request): Promise<Response> {
  const asked = searchParamsOf(request);
  const format = findFormat(asked.format ?? null);
  const admitted = await admitExport(request, {
    action: "accounting.read",
    of: async (ctx) => (format && !isFaulty(readMonths(asked, await getSettingsOnce(ctx), ctx.now)) ? {} : undefined),
    name: `accounting-${format?.id ?? "none"}`,
    filters: { from: asked.from ?? "", to: asked.to ?? "" },
  });
  if ("refusal" in admitted || !format)
    return "refusal" in admitted ? admitted.refusal : new Response(null, { status: 404 });
  const { ctx, headers } = admitted;
  const t = getTranslator();
  const settings = await getSettingsOnce(ctx);
  const { months } = readMonths(asked, settings, ctx.now);
  const body = createBookkeepingFile(
    format.id,
    {
      ...months,
      yearStart: `${getYearStart(months.from, settings.accountingYearMonth)}-01`,
      ...{ currency: settings.currency, madeAt: ctx.now },
      numberLength: Math.max(...ACCOUNT_NAMES.map((account) => getAccountNumber(settings, account).length)),
      numberOf: (account) => getAccountNumber(settings, account),
      nameOf: (account) => t(ACCOUNT_WORDS[account]),
      textOf: ({ kind, words, orderCode }) => [entryKindWords(kind), orderCode, words].filter(Boolean).join(" "),
    },
    streamEntries(ctx, months),
  );
  return new Response(body, { headers: { ...headers(format.extension), "content-type": "text/csv" } });
}
