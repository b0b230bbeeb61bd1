import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { remindOfOrder } from "#domain/instalments/remind-of-order.ts";

export default defineWrite({
  id: "remindOfOrder",
  method: "POST",
  path: "/orders/{id}/reminders",
  subject: "Orders",
  summary: "Remind a payer of the instalment that is due next",
  detail: "By mail, at once and for nothing. Refused within an hour of the last reminder.",
  needs: "payment.remind",
  body: z.strictObject({}),
  status: 200,
  answer: z.strictObject({ reminded: z.literal(true) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await remindOfOrder(ctx, { orderId: id });
    return { reminded: true as const };
  },
});
