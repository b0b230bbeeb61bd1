import { defineRead } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, toBankLineView } from "#domain/api/bank.ts";
import { getBankLine } from "#domain/bank/get-bank-line.ts";

export default defineRead({
  id: "readBankLine",
  method: "GET",
  path: "/bank-lines/{id}",
  subject: "Payments",
  summary: "Read a line of the bank",
  detail: "What it was taken for; while it waits, the orders that it may pay, the likeliest first.",
  needs: "bank.list",
  status: 200,
  answer: BankLine,
  handle: async (ctx, { id }) => {
    const found = await getBankLine(ctx, id);
    return found && toBankLineView(found, getTranslator().format);
  },
});
