import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { Id } from "#domain/api/parts.ts";
import { matchBankPayout } from "#domain/bank/match-bank-payout.ts";

export default defineWrite({
  id: "matchBankPayout",
  method: "POST",
  path: "/bank-lines/{id}/match-payout",
  subject: "Payments",
  summary: "Match a line of the bank with a provider's payout",
  detail: "Without `transactionId` it is a payout that the provider's books have not told of yet.",
  needs: "bank.match",
  body: z.strictObject({ transactionId: Id("ptx").optional() }),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id, body }) => {
    await matchBankPayout(ctx, { lineId: id, transactionId: body.transactionId ?? null });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
