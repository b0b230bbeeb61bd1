import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { aside, button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { RefundFacts } from "../order-facts.ts";

/** Asks the buyer of an order for the account to which their refund goes, and says so when the last one was wrong. */
export function refundAccountWanted(refund: RefundFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code, buyerName } = refund.order;
  const amount = formatMoney(refund.amount, t);
  const { isReturned } = refund;
  return {
    subject: t(isReturned ? "mail_orders.refund_returned_subject" : "mail_orders.refund_account_subject", { amount }),
    parts: [
      hello(buyerName, t),
      text(t(isReturned ? "mail_orders.refund_returned_what" : "mail_orders.refund_account_what", { amount })),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_parts.course"), t("mail_parts.course_and_more", { course, more })],
        [t("mail_parts.amount"), amount],
      ]),
      button(t("mail_orders.refund_account_button"), `/orders/${code}#refund-account`),
      aside(t("mail_orders.refund_account_aside")),
    ],
  };
}
