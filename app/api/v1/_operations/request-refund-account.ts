import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { requestRefundAccount } from "#domain/refunds/request-refund-account.ts";

export default defineWrite({
  id: "requestRefundAccount",
  method: "POST",
  path: "/refunds/{id}/ask-account",
  subject: "Payments",
  summary: "Ask by mail to which account a refund goes",
  detail:
    "Mails the buyer the way to where they say it, at most once a day. Refused when the account is known or the refund has gone.",
  needs: "refund.ask",
  body: z.strictObject({}),
  status: 200,
  answer: z.strictObject({ code: z.string().meta({ description: "The code of the order." }) }),
  refusals: ["wrong_state"],
  handle: (ctx, { id }) => requestRefundAccount(ctx, { refundId: id }),
});
