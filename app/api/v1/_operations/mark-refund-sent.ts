import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toRefundView } from "#domain/api/orders.ts";
import { Refund } from "#domain/api/order-shapes.ts";
import { markRefundSent } from "#domain/refunds/mark-refund-sent.ts";

export default defineWrite({
  id: "markRefundSent",
  method: "POST",
  path: "/refunds/{id}/sent",
  subject: "Payments",
  summary: "Mark the refund of a bank transfer as sent",
  detail:
    "For a refund that a person has transferred at the bank: it is booked, and the student is told. Refunds of other payments go back by themselves.",
  needs: "refund.request",
  body: z.strictObject({
    holder: z.string().trim().min(1).max(140).meta({ description: "Whose account it is." }),
    iban: z.string().trim().min(1).max(60).meta({
      description:
        "Its IBAN, however it is spaced; where banks have none, the account's number with the bank's name or code.",
    }),
  }),
  status: 200,
  answer: Refund,
  refusals: ["wrong_state", "invalid_input"],
  handle: async (ctx, { id, body }) => toRefundView(await markRefundSent(ctx, { refundId: id, ...body })),
});
