import { defineRead } from "#app/_http/json.ts";
import { paymentPages } from "#domain/api/orders.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Payment } from "#domain/api/order-shapes.ts";

export default defineRead({
  id: "listPayments",
  method: "GET",
  path: "/payments",
  subject: "Payments",
  summary: "List payments",
  detail: "Everybody's for the office; one's own for the others.",
  needs: "payment.read",
  query: createListQuery(paymentPages),
  status: 200,
  answer: createPageSchema(Payment),
  handle: (ctx, { query }) => paymentPages.after(ctx, query),
});
