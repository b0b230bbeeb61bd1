import { button, type Draft, hello, text } from "../draft.ts";
import type { OrderFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

export function orderExpired(order: OrderFacts): Draft {
  return {
    subject: `Your seat was given back: ${order.courseTitle}`,
    parts: [
      hello(order.buyerName),
      text(`The time to pay order ${order.code} for ${courseOf(order)} has run out, so the seat was given back.`),
      text("Nothing was taken. If there are still seats, you can simply enrol again."),
      button("Look at the course", `/courses/${order.courseSlug}`),
    ],
  };
}
