import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { ignoreBankLine } from "#domain/bank/ignore-bank-line.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "ignoreBankLine",
  method: "POST",
  path: "/bank-lines/{id}/ignore",
  subject: "Payments",
  summary: "Put a line of the bank aside",
  detail: "It is no money of an order: interest, rent, a grant.",
  needs: "bank.ignore",
  body: z.strictObject({ why: createTextInput(500).min(1) }),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await ignoreBankLine(ctx, { lineId: id, why: body.why });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
