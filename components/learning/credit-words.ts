import type { OrderCredit } from "#domain/ledger/select-order-credit.ts";
import type { PlainKey } from "#messages/message.ts";

/** What credit has to do with an order, in the words of whoever placed it. */
export function creditWords(kind: OrderCredit["kind"]): PlainKey {
  if (kind === "given") return "credit.became_credit";
  if (kind === "paid_out") return "credit.kind_paid_out";
  return kind === "returned" ? "credit.returned_to_credit" : "credit.used";
}
