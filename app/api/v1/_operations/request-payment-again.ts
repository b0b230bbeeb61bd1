import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Nothing } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { requestPaymentAgain } from "#domain/checkout/request-payment-again.ts";

export default defineWrite({
  id: "requestPaymentAgain",
  method: "POST",
  path: "/orders/{id}/request-payment-again",
  subject: "Orders",
  summary: "Ask for the money of an order again whose bank match was undone",
  detail:
    "Its place was used, so it stays; what is missing is due as one instalment in a week. An order whose place was not used waits for its payment by itself.",
  needs: "order.resolve",
  body: Nothing,
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await requestPaymentAgain(ctx, { orderId: id });
    return loadOrderView(ctx, id);
  },
});
