import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { PaymentFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

export function paymentFailed({ order, amount, failure }: PaymentFacts, school: SchoolFace): Draft {
  const until = order.expiresAt ? ` Your seat is kept until ${formatInstant(order.expiresAt, school.timezone)}.` : "";
  return {
    subject: `The payment for ${order.courseTitle} did not go through`,
    parts: [
      hello(order.buyerName),
      text(`The payment of ${formatMoney(amount)} for ${courseOf(order)} did not go through. Nothing was taken.`),
      ...(failure ? [text(`The payment service says: ${failure}`)] : []),
      text(`You can try again with the same or another card.${until}`),
      button("Try again", `/checkout/${order.code}`),
    ],
  };
}
