import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { TaxRateShape, toTaxRateView } from "#domain/api/tax-rates.ts";
import { listTaxRates } from "#domain/tax/list-tax-rates.ts";

export default defineRead({
  id: "listTaxRates",
  method: "GET",
  path: "/tax-rates",
  subject: "Courses",
  summary: "List the school's rates of tax",
  needs: "settings.read",
  status: 200,
  answer: z.strictObject({ items: z.array(TaxRateShape) }),
  handle: async (ctx) => ({ items: (await listTaxRates(ctx)).map(toTaxRateView) }),
});
