import { defineWrite } from "#app/_http/json.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { BankLine, loadBankLineView } from "#domain/api/bank.ts";
import { AccountBooking } from "#domain/bank/inputs.ts";
import { matchLedgerAccount } from "#domain/bank/match-ledger-account.ts";

export default defineWrite({
  id: "matchLedgerAccount",
  method: "POST",
  path: "/bank-lines/{id}/match-account",
  subject: "Payments",
  summary: "Book a line of the bank that is money of no order",
  detail:
    "Rent, a donation, interest: to an account of the general ledger, with a text. It leaves the suspense account with it; in a closed month, in the next open one. A line that was ignored can be booked, too.",
  needs: "bank.match",
  body: AccountBooking.strict(),
  status: 200,
  answer: BankLine,
  refusals: ["wrong_state", "invalid_input"],
  handle: async (ctx, { id, body }) => {
    await matchLedgerAccount(ctx, { lineId: id, ...body });
    return loadBankLineView(ctx, id, getTranslator().format);
  },
});
