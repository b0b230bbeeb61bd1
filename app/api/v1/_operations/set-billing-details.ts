import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { BillingInput } from "#domain/invoices/inputs.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";

export default defineWrite({
  id: "setBillingDetails",
  method: "POST",
  path: "/orders/{id}/billing",
  subject: "Invoices",
  summary: "Say to whom an order is billed",
  detail:
    "The whole of it each time; what is left out is empty. `country` is an ISO 3166-1 code. An invoice that was issued stays as it is.",
  needs: "order.bill",
  body: BillingInput.strict(),
  status: 200,
  answer: Order,
  refusals: ["invalid_input"],
  handle: async (ctx, { id, body }) => {
    await setBillingDetails(ctx, { orderId: id, ...body });
    return loadOrderView(ctx, id);
  },
});
