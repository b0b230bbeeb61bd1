"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { renameFields } from "#app/admin/_list/rename-fields.ts";
import { createPriceRule } from "#domain/price-rules/create-price-rule.ts";
import { editPriceRule } from "#domain/price-rules/edit-price-rule.ts";
import { endPriceRule } from "#domain/price-rules/end-price-rule.ts";
import { NewPriceRule, PriceRuleEdit } from "./inputs.ts";

const FIELDS = { percentPpm: "value", amountMinor: "value", courseId: "target", cohortId: "target" };

export const createPriceRuleAction = action(NewPriceRule, async ({ write }, fields) => {
  const { id } = await renameFields(FIELDS, () => write((ctx) => createPriceRule(ctx, fields)));
  await redirectDone(`/admin/price-rules/${id}`, "price-rule-created");
});

export const editPriceRuleAction = action(PriceRuleEdit, async ({ write }, fields) => {
  await renameFields(FIELDS, () => write((ctx) => editPriceRule(ctx, fields)));
  await redirectDone(`/admin/price-rules/${fields.priceRuleId}`, "saved");
});

export const endPriceRuleAction = action(
  z.object({ priceRuleId: z.string().max(60) }),
  async ({ write }, { priceRuleId }) => {
    await write((ctx) => endPriceRule(ctx, { priceRuleId }));
    await redirectDone(`/admin/price-rules/${priceRuleId}`, "price-rule-ended");
  },
);
