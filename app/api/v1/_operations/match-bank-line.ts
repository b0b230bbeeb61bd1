import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { matchBankLine, PARTS_MAX } from "#domain/bank/match-bank-line.ts";

export default defineWrite({
  id: "matchBankLine",
  method: "POST",
  path: "/bank-lines/{id}/match",
  subject: "Payments",
  summary: "Match a line of the bank with orders",
  detail: "Each order is settled as a transfer that was confirmed. The amounts must add up to the whole line.",
  needs: "bank.match",
  body: z.strictObject({
    parts: z
      .array(z.strictObject({ orderCode: z.string().min(1).max(20), amountMinor: z.int().positive() }))
      .min(1)
      .max(PARTS_MAX),
  }),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state", "amount_mismatch"],
  handle: async (ctx, { id, body }) => {
    const parts = body.parts.map(({ orderCode: code, amountMinor }) => ({ code, amountMinor }));
    await matchBankLine(ctx, { lineId: id, parts });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
