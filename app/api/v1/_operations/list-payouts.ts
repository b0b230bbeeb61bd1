import { defineRead } from "#app/_http/json.ts";
import { Payout, toPayoutView } from "#domain/api/payouts.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { payoutList } from "#domain/payouts/list-payouts.ts";

export default defineRead({
  id: "listPayouts",
  method: "GET",
  path: "/payouts",
  subject: "Payments",
  summary: "List refunds that go back by bank transfer",
  detail:
    "To which account each goes, how it stands, and for how long it has waited. Files for the bank are made on the pages of the office.",
  needs: "payout.list",
  query: createListQuery(payoutList),
  status: 200,
  answer: createPageSchema(Payout),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await payoutList.after(ctx, query);
    return { items: items.map(toPayoutView), nextCursor };
  },
});
