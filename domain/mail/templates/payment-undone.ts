import type { Words } from "#messages/message.ts";
import { describeLocalDay } from "../../kernel/local-time.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { UndoneFacts } from "../get-undone-facts.ts";

/** Says that a bank has taken a payment back, or that the school had booked somebody else's money for an order, and until when it can be paid. */
export function paymentUndone({ order, amount, until, isTakenBack }: UndoneFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, code } = order;
  const about = { amount: formatMoney(amount, t), order: code, course };
  const isWhole = typeof until !== "string";
  return {
    subject: t("mail_orders.undone_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(t(isTakenBack ? "mail_orders.taken_back_what" : "mail_orders.undone_what", about)),
      text(
        isWhole
          ? t("mail_orders.undone_until", { until: formatInstant(until, school.timezone, t) })
          : t("mail_orders.undone_due", { until: t.format(describeLocalDay(until)) }),
      ),
      button(t("mail_orders.undone_pay_button"), `/${isWhole ? "checkout" : "orders"}/${code}`),
      text(t("mail_orders.undone_paid_already")),
    ],
  };
}
