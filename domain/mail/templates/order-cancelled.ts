import type { Words } from "#messages/message.ts";
import { WITHDRAWN } from "../../kernel/withdrawn.ts";
import { button, type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { OrderFacts } from "../order-facts.ts";

/** The school has cancelled an order that was not paid, and says why; or its buyer has withdrawn from it. */
export function orderCancelled(
  { order, why }: { order: OrderFacts; why: string },
  _school: SchoolFace,
  t: Words,
): Draft {
  const { courseTitle: course, code } = order;
  return {
    subject: t("mail_orders.cancelled_subject", { order: code, course }),
    parts: [
      hello(order.buyerName, t),
      text(whatOf({ order, why }, t)),
      ...(why === "" || why === WITHDRAWN ? [] : [quote(why)]),
      text(t("mail_orders.cancelled_sent_already")),
      button(t("mail_parts.look_at_order"), `/checkout/${code}`),
    ],
  };
}

function whatOf({ order, why }: { order: OrderFacts; why: string }, t: Words): string {
  const { courseTitle: course, more, code } = order;
  if (why === WITHDRAWN) return t("mail_orders.withdrawn_what", { order: code, course, more });
  if (order.isRenewal) return t("mail_orders.renewal_cancelled_what", { order: code, course });
  if (order.isMove) return t("mail_orders.move_cancelled_what", { order: code, course });
  return t("mail_orders.cancelled_what", { order: code, course, more });
}
