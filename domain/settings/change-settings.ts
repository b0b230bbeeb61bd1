import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import { type Message, message } from "#messages/message.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { getActorId } from "../kernel/actor.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { compactVatId, describeVatIdFault } from "../kernel/describe-vat-id-fault.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "./get-school-settings.ts";
import { SchoolSettings } from "./inputs.ts";

/** Every setting of the school but what translate-school.ts changes. */
export const SETTINGS = Object.keys(SchoolSettings.shape).filter((name) => name !== "translations");

/**
 * Changes some of the school's settings; the others stay as they are. Cached public pages follow at once. Refuses to change
 * settings that are no longer as they were `seen`, one series for invoices and credit notes, and what can be no VAT number of its country. The language that was the school's until now stays on offer.
 */
export async function changeSettings(
  ctx: WriteCtx,
  { seen, ...wanted }: Partial<Omit<SchoolSettings, "translations">> & { seen?: string },
): Promise<void> {
  authorize(ctx, "settings.edit", {});
  const present = await getSchoolSettings(ctx.tx);
  const changes = keepFormerLanguage(present, wanted);
  const difference = diffRow(present, changes);
  if (!difference) return;
  if (difference.after.currency !== undefined) assertCurrency(String(difference.after.currency));
  checkNumbers(present, difference.after);
  assertEditVersion({ row: present, fields: SETTINGS, wanted: changes, seen });
  for (const [key, value] of Object.entries(difference.after)) {
    // What is set to nothing has no row: the column holds a value.
    if (value === null) {
      await ctx.tx.delete(settings).where(eq(settings.key, key));
      continue;
    }
    const row = { value, updatedAt: ctx.now, updatedBy: getActorId(ctx.actor) };
    await ctx.tx
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
  }
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "settings.edit", { type: "settings", id: "school" }, difference);
}

/** What was there before is not asked again: only what is changed now. */
function checkNumbers(present: SchoolSettings, after: Partial<Record<string, unknown>>): void {
  const { invoiceSeries, creditSeries, vatNumber, addressCountry } = { ...present, ...after } as SchoolSettings;
  const refuse = (field: string, words: Message) => new Refusal("invalid_input", { fields: { [field]: words } });
  const isChanged = (...fields: string[]) => fields.some((field) => field in after);
  if (isChanged("invoiceSeries", "creditSeries") && invoiceSeries === creditSeries) {
    throw refuse(isChanged("creditSeries") ? "creditSeries" : "invoiceSeries", message("fields.series_twice"));
  }
  if (!isChanged("vatNumber", "addressCountry") || vatNumber === "") return;
  const country = addressCountry ?? "";
  const fault = describeVatIdFault(compactVatId(vatNumber, country), country);
  // As a buyer's, but where no form is known, a school may write what its tax office does.
  if (fault && fault.key !== "fields.vat_id_characters") throw refuse("vatNumber", fault);
}

/** Addresses, mails and people's accounts are in the former language, and whoever chose another one did not say that they may end. */
function keepFormerLanguage(present: SchoolSettings, wanted: Partial<SchoolSettings>): Partial<SchoolSettings> {
  const { language, moreLanguages = present.moreLanguages } = wanted;
  if (language === undefined || language === present.language) return wanted;
  const kept = new Set([...moreLanguages, present.language]);
  kept.delete(language);
  return { ...wanted, moreLanguages: [...kept] };
}
