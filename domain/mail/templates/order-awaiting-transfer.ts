import { formatInGroups } from "../../kernel/modulo97.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { PaymentFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

const CONFIRM =
  "Confirm your address by the link that we mailed you: until then the seat is kept for some minutes only, and from then on for a week.";

/** Says where to send the money and what to write on it. */
export function orderAwaitingTransfer({ order, amount, reference }: PaymentFacts, school: SchoolFace): Draft {
  return {
    subject: `Transfer ${formatMoney(amount)} for ${order.courseTitle}`,
    parts: [
      hello(order.buyerName),
      text(`Your seat for ${courseOf(order)} is kept while your transfer is on its way.`),
      facts([
        ["Amount", formatMoney(amount)],
        ["To", school.bank?.accountHolder],
        ["IBAN", school.bank && formatInGroups(school.bank.iban)],
        ["Bank", school.bank?.bankName],
        ["Reference", reference === null ? order.code : formatInGroups(reference)],
        ["Until", order.expiresAt && formatInstant(order.expiresAt, school.timezone)],
      ]),
      ...(order.isBuyerConfirmed ? [] : [text(CONFIRM)]),
      text(
        "Please write the reference exactly as it is: it tells us which order the money is for. The spaces do not matter.",
      ),
      button("Look at the order", `/checkout/${order.code}`),
    ],
  };
}
