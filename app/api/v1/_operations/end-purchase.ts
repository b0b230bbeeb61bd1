import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Id } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { endPurchase } from "#domain/checkout/end-purchase.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

const Line = z.strictObject({
  lineId: Id("oln"),
  access: z.enum(["ends", "stays"]).meta({ description: "Whether its place is cancelled." }),
  amountMinor: z
    .int()
    .min(0)
    .meta({ description: "How much of its money goes back, in minor units; the rest is kept." }),
  seenMinor: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "What `here` was when it was decided; refused when it is something else by now." }),
});

export default defineWrite({
  id: "endPurchase",
  method: "POST",
  path: "/orders/{id}/end",
  subject: "Orders",
  summary: "Cancel or refund a paid order, whole or by line",
  detail:
    "Each line's place ends or stays, and as much of its money as is said goes back by the way it came. `refund`: `now` asks for it at once and it is sent by itself; `review` leaves it to whoever looks after the money.",
  needs: "order.end",
  body: z.strictObject({
    lines: z.array(Line).min(1).max(1_000),
    why: createTextInput(500).min(1),
    refund: z.enum(["now", "review"]).default("review"),
  }),
  status: 200,
  answer: Order,
  refusals: ["wrong_state", "refund_too_large", "amount_mismatch", "sign_in_not_recent"],
  handle: async (ctx, { id, body }) => {
    await endPurchase(ctx, { orderId: id, ...body });
    return loadOrderView(ctx, id);
  },
});
