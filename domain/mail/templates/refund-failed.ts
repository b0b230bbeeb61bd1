import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { RefundFacts } from "../order-facts.ts";

/** A refund of which its buyer had read that it was on its way has not reached them. */
export function refundFailed(refund: RefundFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code, buyerName } = refund.order;
  const amount = formatMoney(refund.amount, t);
  return {
    subject: t("mail_orders.refund_failed_subject", { amount }),
    parts: [
      hello(buyerName, t),
      text(t("mail_orders.refund_failed_what", { amount })),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_parts.course"), t("mail_parts.course_and_more", { course, more })],
        [t("mail_parts.amount"), amount],
      ]),
      button(t("mail_parts.look_at_order"), `/orders/${code}`),
    ],
  };
}
