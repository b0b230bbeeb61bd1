import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { aside, type Draft, facts, file, hello, type SchoolFace, text } from "../draft.ts";
import type { RefundFacts } from "../order-facts.ts";

export function refundDone(refund: RefundFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code, buyerName } = refund.order;
  const amount = formatMoney(refund.amount, t);
  return {
    subject: t("mail_orders.refund_done_subject", { amount }),
    parts: [
      hello(buyerName, t),
      text(t("mail_orders.refund_done_what", { amount })),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_parts.course"), t("mail_parts.course_and_more", { course, more })],
        [t("mail_parts.amount"), amount],
      ]),
      aside(t("mail_orders.refund_done_few_days")),
      // Of a purchase that was given back whole before it was paid whole it is the one paper that there is.
      file(t("mail_orders.statement_download"), `/orders/${code}/papers/statement.pdf`),
    ],
  };
}
