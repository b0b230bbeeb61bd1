import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { RETURN_REASONS, recordReturnedRefund } from "#domain/refunds/record-returned-refund.ts";

export default defineWrite({
  id: "recordReturnedRefund",
  method: "POST",
  path: "/refunds/{id}/returned",
  subject: "Payments",
  summary: "Record that the refund of a bank transfer came back",
  detail:
    "The bank returned it. The refund has failed and the ledger takes it back; the answer is the new refund that is owed instead, and the student is asked by mail for another account.",
  needs: "refund.return",
  body: z.strictObject({ reason: z.enum(RETURN_REASONS) }),
  status: 200,
  answer: Refund,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toRefundView(await recordReturnedRefund(ctx, { refundId: id, ...body })),
});
