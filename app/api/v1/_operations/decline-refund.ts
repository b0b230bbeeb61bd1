import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { declineRefund } from "#domain/refunds/decline-refund.ts";

export default defineWrite({
  id: "declineRefund",
  method: "POST",
  path: "/refunds/{id}/decline",
  subject: "Payments",
  summary: "Decline a refund above the school's bound",
  detail: "Nothing is sent, and its amount can be asked for again.",
  needs: "refund.decline",
  body: z.strictObject({ why: createTextInput(500).min(1) }),
  status: 200,
  answer: Refund,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toRefundView(await declineRefund(ctx, { refundId: id, ...body })),
});
