import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { matchBankCharge } from "#domain/bank/match-bank-charge.ts";

export default defineWrite({
  id: "matchBankCharge",
  method: "POST",
  path: "/bank-lines/{id}/match-charge",
  subject: "Payments",
  summary: "Book a line of the bank as its charges",
  detail: "It is booked with the fees.",
  needs: "bank.match",
  body: z.strictObject({}),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await matchBankCharge(ctx, { lineId: id });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
