import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { removeTaxRate } from "#domain/tax/remove-tax-rate.ts";

export default defineWrite({
  id: "removeTaxRate",
  method: "POST",
  path: "/tax-rates/{id}/remove",
  subject: "Courses",
  summary: "Remove a rate of tax",
  needs: "settings.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ id: z.string() }),
  handle: async (ctx, { id }) => {
    await removeTaxRate(ctx, { taxRateId: id });
    return { id };
  },
});
