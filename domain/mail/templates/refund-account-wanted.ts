import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { aside, button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { RefundAccountFacts } from "../get-refund-account-facts.ts";

/**
 * Asks the buyer of an order for the account to which their refund goes, and says so when the last one was wrong, also of another refund. Where the account is known, it
 * says to which and how to change it.
 */
export function refundAccountWanted(refund: RefundAccountFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code, buyerName } = refund.order;
  const amount = formatMoney(refund.amount, t);
  const { account } = refund;
  return {
    subject: t(subjectOf(refund), { amount }),
    parts: [
      hello(buyerName, t),
      text(sayWhat(refund, amount, t)),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_parts.course"), t("mail_parts.course_and_more", { course, more })],
        [t("mail_parts.amount"), amount],
        ...(account === null ? [] : [[t("mail_orders.refund_account_label"), account] satisfies [string, string]]),
      ]),
      button(
        t(account === null ? "mail_orders.refund_account_button" : "mail_orders.refund_account_change_button"),
        `/orders/${code}#refund-account`,
      ),
      aside(t("mail_orders.refund_account_aside")),
    ],
  };
}

function subjectOf({ account, isReturned }: RefundAccountFacts) {
  if (account !== null) return "mail_orders.refund_account_known_subject";
  return isReturned ? "mail_orders.refund_returned_subject" : "mail_orders.refund_account_subject";
}

function sayWhat({ account, isReturned, rejected }: RefundAccountFacts, amount: string, t: Words): string {
  if (account !== null) return t("mail_orders.refund_account_known_what", { amount, account });
  if (isReturned) return t("mail_orders.refund_returned_what", { amount });
  return rejected === null
    ? t("mail_orders.refund_account_what", { amount })
    : t("mail_orders.refund_rejected_what", { amount, account: rejected });
}
