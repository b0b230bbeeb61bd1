import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Period } from "#domain/accounting/inputs.ts";
import { reopenPeriod } from "#domain/accounting/reopen-period.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "reopenAccountingMonth",
  method: "POST",
  path: "/accounting/reopen",
  subject: "Accounting",
  summary: "Open the last closed month again",
  needs: "accounting.reopen",
  body: z.strictObject({ month: Period, why: createTextInput(300).min(1) }),
  status: 200,
  answer: z.strictObject({ month: z.string() }),
  refusals: ["wrong_state"],
  handle: async (ctx, { body: { month, why } }) => {
    await reopenPeriod(ctx, { period: month, reason: why });
    return { month };
  },
});
