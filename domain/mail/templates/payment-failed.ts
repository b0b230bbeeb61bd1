import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { describeFailure } from "../../kernel/describe-failure.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { PaymentFacts } from "../order-facts.ts";

export function paymentFailed(payment: PaymentFacts, school: SchoolFace, t: Words): Draft {
  const { order, amount, failure, isLaterPart, keptCard } = payment;
  const { courseTitle: course, more, expiresAt } = order;
  return {
    subject: t("mail_orders.payment_failed_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(
        keptCard
          ? t("mail_orders.card_not_charged_what", { amount: formatMoney(amount, t), course, last4: keptCard })
          : t("mail_orders.payment_failed_what", { amount: formatMoney(amount, t), course, more }),
      ),
      ...(failure ? [text(t("mail_orders.payment_failed_why", { failure: describeFailure(failure, t) }))] : []),
      text(
        expiresAt && !isLaterPart
          ? t(order.isRenewal ? "mail_orders.renewal_try_again_until" : "mail_orders.payment_failed_try_again_until", {
              until: formatInstant(expiresAt, school.timezone, t),
            })
          : t("mail_orders.payment_failed_try_again"),
      ),
      button(t("mail_orders.payment_failed_try_again_button"), `/${isLaterPart ? "orders" : "checkout"}/${order.code}`),
    ],
  };
}
