import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { aside, button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import { priceRows } from "./receipt-facts.ts";
import type { OrderFacts } from "../order-facts.ts";

/** The school has prepared an order for somebody who asked for a place, or for another date that costs more. */
export function orderToPay(order: OrderFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, expiresAt } = order;
  return {
    subject: t(order.isMove ? "mail_orders.to_pay_move_subject" : "mail_orders.to_pay_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(
        order.isMove ? t("mail_orders.to_pay_move_what", { course }) : t("mail_orders.to_pay_what", { course, more }),
      ),
      facts([
        [t("mail_parts.order"), order.code],
        ...priceRows(order.price ?? null, t),
        [t("mail_parts.amount"), formatMoney(order.total, t)],
        [t("mail_parts.kept_until"), expiresAt && formatInstant(expiresAt, school.timezone, t)],
      ]),
      button(t("mail_orders.to_pay_pay"), `/checkout/${order.code}`),
      aside(t("mail_orders.to_pay_no_longer_wanted")),
    ],
  };
}
