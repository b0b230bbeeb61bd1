"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { readPercent } from "#domain/kernel/read-percent.ts";
import { encodeMessage } from "#messages/message.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { SchoolSettings } from "#domain/settings/inputs.ts";
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

const { reverseChargeNote } = SchoolSettings.shape;

export const setReverseChargeAction = action(z.object({ reverseChargeNote }), async ({ write }, changes) => {
  await write((ctx) => changeSettings(ctx, changes));
  await redirectDone(PATH, "settings-saved");
});

export const removeTaxRateAction = action(z.object({ taxRateId: z.string().max(60) }), async ({ write }, input) => {
  await write((ctx) => removeTaxRate(ctx, input));
  await redirectDone(PATH, "tax-rate-removed");
});
