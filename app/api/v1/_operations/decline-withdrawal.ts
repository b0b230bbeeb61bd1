import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { loadWithdrawalView, Withdrawal } from "#domain/api/withdrawals.ts";
import { declineWithdrawal } from "#domain/checkout/decline-withdrawal.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "declineWithdrawal",
  method: "POST",
  path: "/withdrawals/{id}/decline",
  subject: "Orders",
  summary: "Decline a withdrawal",
  detail: "With the reason: too late, exempt, or no order of the school's.",
  needs: "withdrawal.decide",
  body: z.strictObject({ why: createTextInput(500).min(1) }),
  status: 200,
  answer: Withdrawal,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    await declineWithdrawal(ctx, { withdrawalId: id, ...body });
    return loadWithdrawalView(ctx, id);
  },
});
