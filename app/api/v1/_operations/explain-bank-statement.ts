import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { explainStatement } from "#domain/bank/explain-statement.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";

export default defineWrite({
  id: "explainBankStatement",
  method: "POST",
  path: "/bank-statements/{id}/explain",
  subject: "Payments",
  summary: "Say why a bank statement that does not follow on is in order",
  detail:
    "Its opening balance is not the closing balance of the one before (`gap`), or it covers days of it again (`overlap`). It is an item of the worklist (`bank_gaps`) until it is explained, or the file that is missing is loaded.",
  needs: "bank.explain",
  body: z.strictObject({ why: createTextInput(500).min(1) }),
  status: 200,
  answer: z.strictObject({ id: Id("bst"), problem: z.enum(["gap", "overlap"]), explanation: z.string() }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => {
    const { problem, explanation } = await explainStatement(ctx, { statementId: id, why: body.why });
    return { id, problem: problem ?? "gap", explanation: explanation ?? "" };
  },
});
