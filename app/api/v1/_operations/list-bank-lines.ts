import { defineRead } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLineItem, toBankLineItem } from "#domain/api/bank.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { bankLineList } from "#domain/bank/list-bank-lines.ts";

export default defineRead({
  id: "listBankLines",
  method: "GET",
  path: "/bank-lines",
  subject: "Payments",
  summary: "List what the bank says of the school's accounts",
  detail: "Every line of the statements that were loaded, the last loaded first.",
  needs: "bank.list",
  query: createListQuery(bankLineList),
  status: 200,
  answer: createPageSchema(BankLineItem),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await bankLineList.after(ctx, query);
    const { format } = getTranslator();
    return { items: items.map((row) => toBankLineItem(row, format)), nextCursor };
  },
});
