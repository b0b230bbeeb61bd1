import { formatMoney } from "../../kernel/money.ts";
import { aside, type Draft, facts, hello, text } from "../draft.ts";
import type { RefundFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

export function refundDone({ order, amount }: RefundFacts): Draft {
  return {
    subject: `${formatMoney(amount)} is on its way back to you`,
    parts: [
      hello(order.buyerName),
      text(`We have sent ${formatMoney(amount)} back to you, the way you paid.`),
      facts([
        ["Order", order.code],
        ["Course", courseOf(order)],
        ["Amount", formatMoney(amount)],
      ]),
      aside("A card or a bank may take a few days to show it."),
    ],
  };
}
