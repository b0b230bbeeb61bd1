import { admitExport, searchParamsOf } from "#app/admin/_list/export.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getTrialBalance, listForeignCurrencies } from "#domain/accounting/get-trial-balance.ts";
import { streamEntries } from "#domain/accounting/stream-entries.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { createBookkeepingFile, findFormat } from "#ops/bookkeeping-file.ts";
import { toFileFacts } from "../file-facts.ts";
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
  const settings = await getSettingsOnce(ctx);
  const { months } = readMonths(asked, settings, ctx.now);
  // DATEV takes an amount in another currency with its rate only, and none is kept.
  const foreign =
    format.id === "datev" ? listForeignCurrencies(await getTrialBalance(ctx, months), settings.currency) : [];
  if (foreign.length > 0) {
    const words = getTranslator()("accounting.datev_one_currency", { currencies: foreign.join(", ") });
    return new Response(words, { status: 409, headers: { "content-type": "text/plain; charset=utf-8" } });
  }
  const body = createBookkeepingFile(format.id, toFileFacts(months, settings, ctx.now), streamEntries(ctx, months));
  return new Response(body, { headers: { ...headers(format.extension), "content-type": "text/csv" } });
}
