import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { Id } from "#domain/api/parts.ts";
import { matchBankRefund } from "#domain/bank/match-bank-refund.ts";

export default defineWrite({
  id: "matchBankRefund",
  method: "POST",
  path: "/bank-lines/{id}/match-refund",
  subject: "Payments",
  summary: "Match a line of the bank with a refund",
  detail:
    "Money that went out says that the refund was sent; money that came in, that it came back. `runId`: of all refunds of a file for the bank, which it booked as one.",
  needs: "bank.match",
  body: z.union([z.strictObject({ refundId: Id("ref") }), z.strictObject({ runId: Id("por") })]),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id, body }) => {
    await matchBankRefund(ctx, { lineId: id, ...body });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
