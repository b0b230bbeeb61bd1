import { settings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { getActorId } from "../kernel/actor.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "./get-school-settings.ts";
import type { SchoolTranslation } from "./inputs.ts";

/** The settings that a form about translations has seen. */
export const TRANSLATED_SETTINGS = ["translations"];

/**
 * Gives the school's own texts and the names of its subjects in one language. What is left empty is shown as it was written, and the line about tax stays as it is where nothing is said of it; with
 * nothing left the language is taken out. Refuses what changed since it was `seen`.
 */
export async function translateSchool(
  ctx: WriteCtx,
  { language, seen, ...texts }: SchoolTranslation & { language: string; seen?: string },
): Promise<void> {
  authorize(ctx, "settings.edit", {});
  const present = await getSchoolSettings(ctx.tx);
  const { [language]: before, ...others } = present.translations;
  // The line about tax has a form of its own.
  const given = withoutEmpty({ ...(before?.taxNote && { taxNote: before.taxNote }), ...texts });
  const translations = Object.keys(given).length > 0 ? { ...others, [language]: given } : others;
  if (JSON.stringify(withoutEmpty(before ?? {})) === JSON.stringify(given)) return;
  assertEditVersion({ row: present, fields: TRANSLATED_SETTINGS, wanted: { translations }, seen });
  const row = { value: translations, updatedAt: ctx.now, updatedBy: getActorId(ctx.actor) };
  await ctx.tx
    .insert(settings)
    .values({ key: "translations", ...row })
    .onConflictDoUpdate({ target: settings.key, set: row });
  await bumpCatalogueVersion(ctx);
  const change = { before: { [language]: before ?? null }, after: { [language]: given } };
  await audit(ctx, "settings.edit", { type: "settings", id: "school" }, change);
}

/** In one order, so that two of them can be compared. */
function withoutEmpty({ motto, refundPolicy, taxNote, terms, subjects = {} }: SchoolTranslation): SchoolTranslation {
  const named = Object.entries(subjects).filter(([, name]) => name !== "");
  return {
    ...(motto && { motto }),
    ...(refundPolicy && { refundPolicy }),
    ...(taxNote && { taxNote }),
    ...(terms && { terms }),
    ...(named.length > 0 && { subjects: Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1))) }),
  };
}
