import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { approveRefund } from "#domain/refunds/approve-refund.ts";
import { sendRefundOf } from "#services/payments/refund.ts";

export default defineWrite({
  id: "approveRefund",
  method: "POST",
  path: "/refunds/{id}/approve",
  subject: "Payments",
  summary: "Approve a refund above the school's bound",
  detail:
    "By somebody else than who has asked for it; it is sent then. More than MATRICULA_REFUND_CONFIRM_ABOVE is approved from its pages only, where the password can be asked for.",
  needs: "refund.approve",
  body: z.strictObject({}),
  status: 200,
  answer: Refund,
  refusals: ["wrong_state", "refund_too_large", "sign_in_not_recent"],
  handle: async (ctx, { id }) => toRefundView(await approveRefund(ctx, { refundId: id })),
  afterCommit: {
    isDue: ({ state }) => state === "requested",
    run: (as, { id }, keep) =>
      sendRefundOf(as, id, (ctx, refund) => keep(ctx, toRefundView(refund))).then(toRefundView),
  },
});
