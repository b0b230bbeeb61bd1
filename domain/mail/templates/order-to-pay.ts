import { formatMoney } from "../../kernel/money.ts";
import { aside, button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { OrderFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

/** The school has prepared an order for somebody who asked for a place. */
export function orderToPay(order: OrderFacts, school: SchoolFace): Draft {
  return {
    subject: `Your place is kept: ${order.courseTitle}`,
    parts: [
      hello(order.buyerName),
      text(`As you asked, we keep a place for you in ${courseOf(order)}. It is yours once it is paid.`),
      facts([
        ["Order", order.code],
        ["Amount", formatMoney(order.total)],
        ["Kept until", order.expiresAt && formatInstant(order.expiresAt, school.timezone)],
      ]),
      button("Pay", `/checkout/${order.code}`),
      aside("If you no longer want it, cancel it on the same page, and the next person gets the place at once."),
    ],
  };
}
