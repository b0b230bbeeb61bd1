import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { archiveBankAccount } from "#domain/bank/archive-bank-account.ts";

export default defineWrite({
  id: "archiveBankAccount",
  method: "POST",
  path: "/bank-accounts/{id}/archive",
  subject: "Payments",
  summary: "Put a bank account away",
  detail:
    "Its lines stay, and what still comes to it is matched. The account to which transfers go by the settings is refused.",
  needs: "bank.archive",
  body: z.strictObject({}),
  status: 200,
  answer: z.strictObject({ id: Id("bac"), isArchived: z.boolean() }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await archiveBankAccount(ctx, { accountId: id });
    return { id, isArchived: true };
  },
});
