import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { restoreBankAccount } from "#domain/bank/restore-bank-account.ts";

export default defineWrite({
  id: "restoreBankAccount",
  method: "POST",
  path: "/bank-accounts/{id}/restore",
  subject: "Payments",
  summary: "Take a bank account into use again",
  detail: "One that was archived.",
  needs: "bank.archive",
  body: z.strictObject({}),
  status: 200,
  answer: z.strictObject({ id: Id("bac"), isArchived: z.boolean() }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await restoreBankAccount(ctx, { accountId: id });
    return { id, isArchived: false };
  },
});
