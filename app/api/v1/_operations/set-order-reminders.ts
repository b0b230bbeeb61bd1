import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { setOrderReminders } from "#domain/instalments/set-order-reminders.ts";

const Reminders = z.strictObject({
  isOff: z.boolean().meta({ description: "Whether it is neither reminded by itself, nor its access suspended." }),
});

export default defineWrite({
  id: "setOrderReminders",
  method: "POST",
  path: "/orders/{id}/reminders/settings",
  subject: "Orders",
  summary: "Say whether an order is reminded by itself of what it owes",
  needs: "payment.remind",
  body: Reminders,
  status: 200,
  answer: Reminders,
  handle: async (ctx, { id, body }) => {
    await setOrderReminders(ctx, { orderId: id, isOff: body.isOff });
    return { isOff: body.isOff };
  },
});
