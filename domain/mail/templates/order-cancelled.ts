import { button, type Draft, hello, quote, text } from "../draft.ts";
import type { OrderFacts } from "../order-facts.ts";
import { courseOf } from "./order-words.ts";

/** The school has cancelled an order that was not paid, and says why. */
export function orderCancelled({ order, why }: { order: OrderFacts; why: string }): Draft {
  return {
    subject: `Order ${order.code} was cancelled: ${order.courseTitle}`,
    parts: [
      hello(order.buyerName),
      text(`The school has cancelled order ${order.code} for ${courseOf(order)}, so your seat is not held any more.`),
      ...(why === "" ? [] : [quote(why)]),
      text("If you have sent a transfer already, write to us: your money is not lost."),
      button("Look at the order", `/checkout/${order.code}`),
    ],
  };
}
