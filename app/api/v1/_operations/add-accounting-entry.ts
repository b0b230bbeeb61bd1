import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { addEntry } from "#domain/accounting/add-entry.ts";
import { EntryFields } from "#domain/accounting/inputs.ts";

export default defineWrite({
  id: "addAccountingEntry",
  method: "POST",
  path: "/accounting/entries",
  subject: "Accounting",
  summary: "Enter by hand what no order brings",
  detail:
    "Bank charges, what went to the tax office, an opening balance (with `opening` as one of its sides). The day lies in an open month and has come.",
  needs: "accounting.edit",
  body: EntryFields,
  status: 201,
  answer: z.strictObject({ number: z.int().meta({ description: "The number of the entry." }) }),
  handle: async (ctx, { body }) => ({ number: await addEntry(ctx, body) }),
});
