import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";

export default defineWrite({
  id: "addBankAccount",
  method: "POST",
  path: "/bank-accounts",
  subject: "Payments",
  summary: "Say that a bank account is the school's",
  detail: "Its statements are taken from then on. One that is known already is answered as it is.",
  needs: "bank.account",
  body: z.strictObject({
    account: z.string().min(1).max(60).meta({ description: "Its IBAN, or its number as the bank's files name it." }),
  }),
  status: 200,
  answer: z.strictObject({ id: Id("bac"), account: z.string() }),
  handle: async (ctx, { body }) => {
    const { id, iban } = await addBankAccount(ctx, body);
    return { id, account: iban };
  },
});
