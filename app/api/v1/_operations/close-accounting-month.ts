import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { closePeriod } from "#domain/accounting/close-period.ts";
import { Period } from "#domain/accounting/inputs.ts";

export default defineWrite({
  id: "closeAccountingMonth",
  method: "POST",
  path: "/accounting/close",
  subject: "Accounting",
  summary: "Close a month",
  detail:
    "It and all before it take no entry any more; what comes late is booked in the next month. Refused, with the reason, while something of the month is missing.",
  needs: "accounting.close",
  body: z.strictObject({ month: Period }),
  status: 200,
  answer: z.strictObject({ month: z.string() }),
  refusals: ["wrong_state"],
  handle: async (ctx, { body: { month } }) => {
    await closePeriod(ctx, { period: month });
    return { month };
  },
});
