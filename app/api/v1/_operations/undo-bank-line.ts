import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { Nothing } from "#domain/api/parts.ts";
import { undoBankLine } from "#domain/bank/undo-bank-line.ts";

export default defineWrite({
  id: "undoBankLine",
  method: "POST",
  path: "/bank-lines/{id}/undo",
  subject: "Payments",
  summary: "Let a line of the bank wait again",
  detail: "What it was taken for is undone by reversals in the ledger.",
  needs: "bank.undo",
  body: Nothing,
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await undoBankLine(ctx, { lineId: id });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
