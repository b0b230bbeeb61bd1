"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { readPercent } from "#domain/kernel/read-percent.ts";
import { encodeMessage } from "#messages/message.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { LanguageTag, SchoolSettings } from "#domain/settings/inputs.ts";
import { translateSchool } from "#domain/settings/translate-school.ts";
import { addTaxRate } from "#domain/tax/add-tax-rate.ts";
import { checkTaxRate, TaxRateFields } from "#domain/tax/inputs.ts";
import { removeTaxRate } from "#domain/tax/remove-tax-rate.ts";

const { kind, country, category, note, validFrom } = TaxRateFields.shape;

const PATH = "/admin/settings/tax";

/** Nothing, and a nought, say that no tax is charged. */
const RatePpm = z
  .string()
  .trim()
  .transform((typed, problem) => {
    if (typed === "" || typed === "0") return 0;
    const read = readPercent(typed);
    if ("ppm" in read) return read.ppm;
    problem.addIssue({ code: "custom", message: encodeMessage(read.problem) });
    return z.NEVER;
  })
  .default(0);

const Rate = z.object({ kind, country, category, note, validFrom, ratePpm: RatePpm });

export const addTaxRateAction = action(Rate.superRefine(checkTaxRate), async ({ write }, rate) => {
  await write((ctx) => addTaxRate(ctx, rate));
  await redirectDone(PATH, "tax-rate-added");
});

const { reverseChargeNote, taxNote } = SchoolSettings.shape;

// A box that is not ticked sends nothing.
const ReverseCharge = z.object({
  reverseChargeNote,
  checkVatIds: z.preprocess((sent) => sent !== undefined, z.boolean()),
});

export const setReverseChargeAction = action(ReverseCharge, async ({ write }, changes) => {
  await write((ctx) => changeSettings(ctx, changes));
  await redirectDone(PATH, "settings-saved");
});

/** The line about tax of a school without rates, in its own language or in another one that it speaks. */
export const setTaxLineAction = action(
  z.object({ taxNote, language: LanguageTag.optional() }),
  async ({ write }, { taxNote: line, language }) => {
    await write(async (ctx) => {
      if (language === undefined) return changeSettings(ctx, { taxNote: line });
      const { [language]: before = {} } = (await getSchoolSettings(ctx.tx)).translations;
      await translateSchool(ctx, { ...before, language, taxNote: line });
    });
    await redirectDone(PATH, "settings-saved");
  },
);

export const removeTaxRateAction = action(z.object({ taxRateId: z.string().max(60) }), async ({ write }, input) => {
  await write((ctx) => removeTaxRate(ctx, input));
  await redirectDone(PATH, "tax-rate-removed");
});
