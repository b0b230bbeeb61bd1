import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, file, hello, type SchoolFace, text } from "../draft.ts";
import { formatDate } from "../format-instant.ts";
import type { PartPaidFacts } from "../get-part-paid-facts.ts";

/** Confirms the payment of a part of a plan, with its receipt. The first part is confirmed with the place. */
export function instalmentPaid(part: PartPaidFacts, school: SchoolFace, t: Words): Draft {
  const { order, amount, received, tax, paidAt, toCome } = part;
  const shown = formatMoney(amount, t);
  return {
    subject: t("mail_orders.instalment_paid_subject", { amount: shown, course: order.courseTitle }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.instalment_paid_what", { amount: shown, course: order.courseTitle })),
      ...(toCome.length === 0 ? [text(t("mail_orders.instalment_paid_all"))] : []),
      facts([
        [t("mail_parts.order"), order.code],
        [t("mail_orders.instalment_paid_for"), nameParts(part, t)],
        [t("mail_courses.receipt_paid"), shown],
        [t("mail_orders.instalment_paid_received"), received ? formatMoney(received, t) : null],
        [t("mail_courses.receipt_tax_included"), tax.minor > 0 ? formatMoney(tax, t) : null],
        [t("mail_courses.receipt_on"), formatDate(paidAt, school.timezone, t)],
        ...toCome.map(({ amount: next, dueOn }): [string, string] => [
          t("mail_courses.receipt_to_come"),
          t("mail_courses.receipt_part", {
            amount: formatMoney(next, t),
            date: formatDate(new Date(`${dueOn}T12:00:00Z`), "UTC", t),
          }),
        ]),
        [t("mail_orders.instalment_paid_total"), formatMoney(order.total, t)],
      ]),
      file(t("mail_courses.receipt_download"), getReceiptPath(part)),
      button(t("mail_orders.invoice_open_order"), `/orders/${order.code}`),
    ],
  };
}

const getReceiptPath = ({ order, receipt: { number, level } }: PartPaidFacts): string =>
  `/orders/${order.code}/papers/payment-${number}${level > 0 ? `-${level}` : ""}.pdf`;

function nameParts({ paid }: PartPaidFacts, t: Words): string {
  const names = paid.map(({ kind, number }) => {
    if (kind === "cancellation_fee") return t("instalments.cancellation_fee");
    return kind === "fee" ? t("instalments.fee_of_part", { number }) : t("instalments.part_number", { number });
  });
  return new Intl.ListFormat(t.locale, { type: "conjunction" }).format(names);
}
