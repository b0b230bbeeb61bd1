import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadWithdrawalView, Withdrawal } from "#domain/api/withdrawals.ts";
import { acceptWithdrawal } from "#domain/checkout/accept-withdrawal.ts";

export default defineWrite({
  id: "acceptWithdrawal",
  method: "POST",
  path: "/withdrawals/{id}/accept",
  subject: "Orders",
  summary: "Accept a withdrawal",
  detail: "Every place of the order ends, and all of its money goes back without a fee; it is sent by itself.",
  needs: "withdrawal.decide",
  body: z.strictObject({}),
  status: 200,
  answer: Withdrawal,
  refusals: ["wrong_state", "sign_in_not_recent"],
  handle: async (ctx, { id }) => {
    await acceptWithdrawal(ctx, { withdrawalId: id });
    return loadWithdrawalView(ctx, id);
  },
});
