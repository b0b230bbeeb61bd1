import { defineRead } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { approvalList } from "#domain/refunds/list-approvals.ts";

export default defineRead({
  id: "listRefundApprovals",
  method: "GET",
  path: "/refund-approvals",
  subject: "Payments",
  summary: "List refunds above the school's bound",
  detail: "Those that needed a second person: which wait for one, and what was decided about the others.",
  needs: "refund.approve",
  query: createListQuery(approvalList),
  status: 200,
  answer: createPageSchema(Refund),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await approvalList.after(ctx, query);
    return { items: items.map(toRefundView), nextCursor };
  },
});
