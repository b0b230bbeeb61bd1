import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { Id, Reason } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { InSpiteOfRules, RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { draftOrder } from "#domain/checkout/draft-order.ts";

export default defineWrite({
  id: "draftOrder",
  method: "POST",
  path: "/orders",
  subject: "Orders",
  summary: "Prepare an order for a student",
  detail:
    "For who asked for a place by telephone or letter, at the cohort's price of today. It keeps no seat, and nobody is told before it is sent.",
  needs: "order.draft",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr"), ...Reason.shape, inSpiteOfRules: InSpiteOfRules }),
  status: 201,
  answer: Order,
  refusals: ["already_enrolled", "wrong_state", ...RULE_REFUSALS],
  handle: async (ctx, { body }) => toOrderView(ctx, await draftOrder(ctx, body)),
});
