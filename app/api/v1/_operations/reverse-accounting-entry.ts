import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { reverseEntry } from "#domain/accounting/reverse-entry.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "reverseAccountingEntry",
  method: "POST",
  path: "/accounting/entries/{id}/reverse",
  subject: "Accounting",
  summary: "Reverse an entry that was made by hand",
  detail:
    "By its number. An entry with the sides exchanged is made, on its day or in the first open month after it; both stay.",
  needs: "accounting.edit",
  body: z.strictObject({ why: createTextInput(300).min(1) }),
  status: 201,
  answer: z.strictObject({ number: z.int().meta({ description: "The number of the reversal." }) }),
  refusals: ["wrong_state"],
  // A word that is no number is the number of no entry.
  handle: async (ctx, { id, body }) => ({
    number: await reverseEntry(ctx, { seq: /^\d{1,15}$/.test(id) ? Number(id) : 0, reason: body.why }),
  }),
});
