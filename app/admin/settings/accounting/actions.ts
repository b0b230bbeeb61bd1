"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { ACCOUNTS } from "#db/enums.ts";
import { changeAccountingSettings } from "#domain/accounting/change-accounting-settings.ts";
import { NUMBER_PRESET_IDS, NUMBER_PRESETS } from "#domain/accounting/number-presets.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { SchoolSettings } from "#domain/settings/inputs.ts";

const PATH = "/admin/settings/accounting";

const { accountingBasis, revenueRecognition } = SchoolSettings.shape;

const Basics = z.object({
  accountingBasis: accountingBasis.removeDefault(),
  revenueRecognition: revenueRecognition.removeDefault(),
  accountingYearMonth: TypedCount(1, 12),
});

export const changeAccountingAction = action(Basics, async ({ write }, changes) => {
  await write((ctx) => changeAccountingSettings(ctx, changes));
  await redirectDone(PATH, "accounting-saved");
});

/** What is typed comes as `accountNumbers.bank`; the rule says what is wrong with it, beside its field. */
const Numbers = z
  .object(
    Object.fromEntries(ACCOUNTS.map((account) => [`accountNumbers.${account}`, z.string().trim().max(40).default("")])),
  )
  .transform((typed) =>
    Object.fromEntries(ACCOUNTS.map((account) => [account, typed[`accountNumbers.${account}`] ?? ""])),
  );

export const changeAccountNumbersAction = action(Numbers, async ({ write }, accountNumbers) => {
  await write((ctx) => changeAccountingSettings(ctx, { accountNumbers }));
  await redirectDone(PATH, "accounting-saved");
});

export const takeChartAction = action(z.object({ chart: z.enum(NUMBER_PRESET_IDS) }), async ({ write }, { chart }) => {
  const preset = NUMBER_PRESETS.find(({ id }) => id === chart);
  await write((ctx) => changeAccountingSettings(ctx, { accountNumbers: { ...preset?.numbers } }));
  await redirectDone(PATH, "accounting-saved");
});
