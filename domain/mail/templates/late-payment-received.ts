import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { PaymentFacts } from "../order-facts.ts";

/** Money has come for an order that had ended: it is here, nothing is lost, and a person decides what becomes of it. */
export function latePaymentReceived({ order, amount }: PaymentFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course } = order;
  return {
    subject: t("mail_orders.late_payment_subject", { amount: formatMoney(amount, t), course }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.late_payment_what", { course })),
      text(t("mail_orders.late_payment_next")),
      facts([
        [t("mail_parts.amount"), formatMoney(amount, t)],
        [t("mail_parts.order"), order.code],
      ]),
      button(t("mail_parts.look_at_order"), `/orders/${order.code}`),
    ],
  };
}
