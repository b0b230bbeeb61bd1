import type { Words } from "#messages/message.ts";
import { formatInGroups } from "../../kernel/modulo97.ts";
import { formatMoney, type Money } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { PaymentFacts } from "../order-facts.ts";

/** Says where to send the money and what to write on it. */
export function orderAwaitingTransfer(payment: PaymentFacts, school: SchoolFace, t: Words): Draft {
  const { order, isLaterPart } = payment;
  const { courseTitle: course, more } = order;
  const amount = formatMoney(payment.amount, t);
  return {
    subject: t("mail_orders.awaiting_transfer_subject", { amount, course }),
    parts: [
      hello(order.buyerName, t),
      text(
        isLaterPart
          ? t("mail_orders.instalment_awaiting_transfer_what", { course })
          : order.isRenewal
            ? t("mail_orders.renewal_awaiting_transfer_what", { course })
            : order.isMove
              ? t("mail_orders.move_awaiting_transfer_what", { course })
              : t("mail_orders.awaiting_transfer_what", { course, more }),
      ),
      howToTransfer(payment, school, t),
      ...(order.isBuyerConfirmed || order.isRenewal || isLaterPart
        ? []
        : [text(t("mail_orders.awaiting_transfer_confirm_address"))]),
      text(t("mail_orders.awaiting_transfer_write_reference")),
      button(t("mail_parts.look_at_order"), `/${isLaterPart ? "orders" : "checkout"}/${order.code}`),
    ],
  };
}

/** Where to send it, and what to write on it. */
function howToTransfer(payment: PaymentFacts, school: SchoolFace, t: Words) {
  const { order, reference, isLaterPart } = payment;
  return facts([
    [t("mail_parts.amount"), formatMoney(payment.amount, t)],
    [t("mail_orders.awaiting_transfer_to"), school.bank?.accountHolder],
    [t("mail_orders.awaiting_transfer_iban"), school.bank && formatInGroups(school.bank.iban)],
    [t("mail_orders.awaiting_transfer_bank"), school.bank?.bankName],
    [t("mail_orders.awaiting_transfer_reference"), reference === null ? order.code : formatInGroups(reference)],
    [
      t("mail_orders.awaiting_transfer_until"),
      !isLaterPart && order.expiresAt ? formatInstant(order.expiresAt, school.timezone, t) : null,
    ],
  ]);
}

/** Less than was asked for has come: how much that was, and how the rest is sent. */
export function transferPartReceived(
  { rest, received }: { rest: PaymentFacts; received: Money },
  school: SchoolFace,
  t: Words,
): Draft {
  const { order, isLaterPart } = rest;
  const left = formatMoney(rest.amount, t);
  const course = order.courseTitle;
  return {
    subject: t("mail_orders.part_received_subject", { left, course }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.part_received_what", { received: formatMoney(received, t), course, left })),
      howToTransfer(rest, school, t),
      text(t("mail_orders.part_received_write_reference")),
      button(t("mail_parts.look_at_order"), `/${isLaterPart ? "orders" : "checkout"}/${order.code}`),
    ],
  };
}
