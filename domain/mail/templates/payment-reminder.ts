import type { Words } from "#messages/message.ts";
import { describeLocalDay } from "../../kernel/local-time.ts";
import { formatInGroups } from "../../kernel/modulo97.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { InstalmentFacts } from "../get-instalment-facts.ts";
import type { PaymentFacts } from "../order-facts.ts";

/** `level`: from 1 it is late. `isAhead`: its day may be far away. */
export type ReminderFacts = InstalmentFacts & { level: number; isAhead?: boolean | undefined };

/** Reminds of an instalment before its day, or of one that is late, with the way to pay it. */
export function paymentReminder(facts: ReminderFacts, _school: SchoolFace, t: Words): Draft {
  const { order, level } = facts;
  const isLate = level > 0;
  if (facts.keptCard !== null && !isLate) return chargeAhead(facts, facts.keptCard, t);
  return {
    subject: subjectOf(facts, isLate, t),
    parts: [
      hello(order.buyerName, t),
      text(whatWords(facts, isLate, t)),
      whatIsDue(facts, t),
      button(t("mail_orders.pay_instalment_button"), `/orders/${order.code}`),
      text(t("mail_orders.crossed_words")),
    ],
  };
}

/** Says when a kept card is charged and how that is stopped: there is nothing to pay by hand. */
function chargeAhead(facts: ReminderFacts, last4: string, t: Words): Draft {
  const { order, dueOn } = facts;
  const said = { course: order.courseTitle, date: t.format(describeLocalDay(dueOn)), last4 };
  return {
    subject: t("mail_orders.charge_ahead_subject", said),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.charge_ahead_what", said)),
      whatIsDue(facts, t),
      text(t("mail_orders.charge_ahead_stop")),
      button(t("mail_parts.look_at_order"), `/orders/${order.code}`),
    ],
  };
}

function subjectOf({ kind, level, order, isAhead }: ReminderFacts, isLate: boolean, t: Words): string {
  const course = order.courseTitle;
  if (isAhead && kind !== "cancellation_fee") return t("mail_orders.due_ahead_subject", { course });
  if (kind === "cancellation_fee") return t("mail_orders.cancellation_fee_due_subject", { course });
  return isLate ? t("mail_orders.late_subject", { course, level }) : t("mail_orders.due_soon_subject", { course });
}

function whatWords(facts: ReminderFacts, isLate: boolean, t: Words): string {
  const { kind, dueOn, isAhead } = facts;
  const course = facts.order.courseTitle;
  if (isAhead && kind !== "cancellation_fee") {
    return t("mail_orders.due_ahead_what", { course, date: t.format(describeLocalDay(dueOn)) });
  }
  if (kind === "cancellation_fee") return t("mail_orders.cancellation_fee_due_what", { course });
  return isLate ? t("mail_orders.late_what", { course }) : t("mail_orders.due_soon_what", { course });
}

/** Says that access waits for a late instalment. */
export function paymentSuspended(facts: InstalmentFacts, _school: SchoolFace, t: Words): Draft {
  const { order } = facts;
  const course = order.courseTitle;
  return {
    subject: t("mail_orders.access_waits_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.access_waits_what", { course })),
      whatIsDue(facts, t),
      button(t("mail_orders.pay_instalment_button"), `/orders/${order.code}`),
    ],
  };
}

function whatIsDue({ order, kind, number, dueOn, amount, fees }: InstalmentFacts, t: Words) {
  return facts([
    [t("mail_orders.due_order"), order.code],
    [t("mail_orders.due_instalment"), kind === "cancellation_fee" ? null : String(number)],
    [t("mail_orders.due_on"), t.format(describeLocalDay(dueOn))],
    [t("mail_parts.amount"), formatMoney(amount, t)],
    [t("mail_orders.due_fees_in_it"), fees.minor > 0 ? formatMoney(fees, t) : null],
  ]);
}

/** Reminds of a transfer that an order waits for. */
export function transferReminder(payment: PaymentFacts, school: SchoolFace, t: Words): Draft {
  const { order, reference } = payment;
  const course = order.courseTitle;
  const until = order.expiresAt && formatInstant(order.expiresAt, school.timezone, t);
  return {
    subject: t("mail_orders.transfer_reminder_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.transfer_reminder_what", { course })),
      facts([
        [t("mail_parts.amount"), formatMoney(payment.amount, t)],
        [t("mail_orders.awaiting_transfer_to"), school.bank?.accountHolder],
        [t("mail_orders.awaiting_transfer_iban"), school.bank && formatInGroups(school.bank.iban)],
        [t("mail_orders.awaiting_transfer_reference"), reference === null ? order.code : formatInGroups(reference)],
        [t("mail_orders.awaiting_transfer_until"), until],
      ]),
      button(t("mail_parts.look_at_order"), `/checkout/${order.code}`),
      text(t("mail_orders.crossed_words")),
    ],
  };
}
