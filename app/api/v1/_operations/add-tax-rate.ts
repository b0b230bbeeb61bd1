import { defineWrite } from "#app/_http/json.ts";
import { TaxRateShape, toTaxRateView } from "#domain/api/tax-rates.ts";
import { addTaxRate } from "#domain/tax/add-tax-rate.ts";
import { TaxRateFields } from "#domain/tax/inputs.ts";

export default defineWrite({
  id: "addTaxRate",
  method: "POST",
  path: "/tax-rates",
  subject: "Courses",
  summary: "Add a rate of tax",
  detail:
    "It counts from its first day on, by the day on which a cohort begins, until the next one of the same kind and country. Orders keep the rate that they were sold by; prices that were given without tax follow.",
  needs: "settings.edit",
  body: TaxRateFields,
  status: 201,
  answer: TaxRateShape,
  handle: async (ctx, { body }) => toTaxRateView(await addTaxRate(ctx, body)),
});
