import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { matchBankDuplicate } from "#domain/bank/match-bank-duplicate.ts";

export default defineWrite({
  id: "matchBankDuplicate",
  method: "POST",
  path: "/bank-lines/{id}/match-duplicate",
  subject: "Payments",
  summary: "Say that another line of the bank has said this one already",
  detail:
    "It is no money then, and the accounts count it once. Refused where no other line has its account, day, amount and currency.",
  needs: "bank.match",
  body: z.strictObject({}),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await matchBankDuplicate(ctx, { lineId: id });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
