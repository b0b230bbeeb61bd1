import { acceptedTerms, termsVersions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getTermsVersion } from "../settings/get-terms-version.ts";

/**
 * A step of paying: keeps that the buyer of an order has accepted the terms that their page showed, and the terms themselves. Refuses
 * (`wrong_state`) a version that is not the school's any more: they are shown the new one before they pay.
 */
export async function acceptTerms(
  ctx: StepCtx,
  { orderId, version: id }: { orderId: string; version: string },
): Promise<void> {
  const settings = await getSchoolSettings(ctx.tx);
  const languages = [settings.language, ...Object.keys(settings.translations)];
  const version = languages.map((language) => getTermsVersion(settings, language)).find((each) => each?.id === id);
  if (!version) throw new Refusal("wrong_state", { words: message("refusals.terms_have_changed") });
  await ctx.tx
    .insert(termsVersions)
    .values({ ...version, createdAt: ctx.now })
    .onConflictDoNothing();
  const accepted = { versionId: id, acceptedAt: ctx.now };
  await ctx.tx
    .insert(acceptedTerms)
    .values({ orderId, ...accepted })
    .onConflictDoUpdate({ target: acceptedTerms.orderId, set: accepted });
}
