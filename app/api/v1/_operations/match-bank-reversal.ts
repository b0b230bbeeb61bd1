import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { Id } from "#domain/api/parts.ts";
import { matchBankReversal } from "#domain/bank/match-bank-reversal.ts";

export default defineWrite({
  id: "matchBankReversal",
  method: "POST",
  path: "/bank-lines/{id}/match-reversal",
  subject: "Payments",
  summary: "Say which money that came in a line of the bank takes back",
  detail:
    "The orders that were paid with it ask for their money again, and their buyers are told. Once for each line that came in; only of its account and amount, and not before it.",
  needs: "bank.match",
  body: z.strictObject({ reversedId: Id("bln").meta({ description: "The line that brought the money." }) }),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state", "invalid_input"],
  handle: async (ctx, { id, body }) => {
    await matchBankReversal(ctx, { lineId: id, ...body });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
