import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { listPayments } from "#domain/api/orders.ts";
import { Id, createPageSchema, Paging } from "#domain/api/parts.ts";
import { Payment } from "#domain/api/shapes.ts";

export default defineRead({
  id: "listPayments",
  method: "GET",
  path: "/payments",
  subject: "Payments",
  summary: "List payments",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "payment.read",
  query: z.strictObject({ ...Paging, orderId: Id("ord").optional(), state: Payment.shape.state.optional() }),
  status: 200,
  answer: createPageSchema(Payment),
  handle: (ctx, { query }) => listPayments(ctx, query),
});
