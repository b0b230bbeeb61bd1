import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { waiveFees } from "#domain/checkout/waive-fees.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "waiveFees",
  method: "POST",
  path: "/orders/{id}/waive-fees",
  subject: "Orders",
  summary: "Waive the open fees of an order",
  detail: "Those of its reminders, and what is left of the fee of its cancellation. What was paid of them stays paid.",
  needs: "order.waive",
  body: z.strictObject({ why: createTextInput(1_000).min(1) }),
  status: 200,
  answer: Order,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await waiveFees(ctx, { orderId: id, ...body });
    return loadOrderView(ctx, id);
  },
});
