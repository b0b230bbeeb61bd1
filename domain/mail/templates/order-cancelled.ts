import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { OrderFacts } from "../order-facts.ts";

/** The school has cancelled an order that was not paid, and says why. */
export function orderCancelled(
  { order, why }: { order: OrderFacts; why: string },
  _school: SchoolFace,
  t: Words,
): Draft {
  const { courseTitle: course, more, code } = order;
  return {
    subject: t("mail_orders.cancelled_subject", { order: code, course }),
    parts: [
      hello(order.buyerName, t),
      text(
        order.isRenewal
          ? t("mail_orders.renewal_cancelled_what", { order: code, course })
          : order.isMove
            ? t("mail_orders.move_cancelled_what", { order: code, course })
            : t("mail_orders.cancelled_what", { order: code, course, more }),
      ),
      ...(why === "" ? [] : [quote(why)]),
      text(t("mail_orders.cancelled_sent_already")),
      button(t("mail_parts.look_at_order"), `/checkout/${code}`),
    ],
  };
}
