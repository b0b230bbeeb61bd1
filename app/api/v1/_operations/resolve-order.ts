import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { resolveOrder } from "#domain/orders/resolve-order.ts";

export default defineWrite({
  id: "resolveOrder",
  method: "POST",
  path: "/orders/{id}/resolve",
  subject: "Orders",
  summary: "Mark what an order was flagged for as resolved",
  needs: "order.resolve",
  body: z.strictObject({ why: createTextInput(1_000).min(1) }),
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await resolveOrder(ctx, { orderId: id, ...body });
    return loadOrderView(ctx, id);
  },
});
