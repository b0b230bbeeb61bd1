import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { toWithdrawalView, Withdrawal } from "#domain/api/withdrawals.ts";
import { withdrawalList } from "#domain/checkout/list-withdrawals.ts";

export default defineRead({
  id: "listWithdrawals",
  method: "GET",
  path: "/withdrawals",
  subject: "Orders",
  summary: "List declarations of withdrawal",
  detail: "What was declared on the public page, as it was typed; `orderId` where code and address name an order.",
  needs: "withdrawal.list",
  query: createListQuery(withdrawalList),
  status: 200,
  answer: createPageSchema(Withdrawal),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await withdrawalList.after(ctx, query);
    return { items: items.map(toWithdrawalView), nextCursor };
  },
});
