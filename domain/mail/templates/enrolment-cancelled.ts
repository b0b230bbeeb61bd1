import type { Words } from "#messages/message.ts";
import { describeLocalDay } from "../../kernel/local-time.ts";
import { formatMoney } from "../../kernel/money.ts";
import { WITHDRAWN } from "../../kernel/withdrawn.ts";
import { aside, button, type Draft, hello, link, type Part, quote, type SchoolFace, text } from "../draft.ts";
import type { MoneyBack } from "../get-money-back.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

export type CancelledFacts = {
  place: EnrolmentFacts;
  why: string;
  /** The student has cancelled it: what goes back is certain. */
  isOwn: boolean;
  /** It stays with whoever has bought it for them. */
  isBuyers?: boolean;
  /** None for a place that nothing was paid for. */
  money: MoneyBack | undefined;
};

/** How much goes back, where and when, as far as that is decided. */
function moneyParts({ parts, kept, owed, accountOrderCode, isUndecided }: MoneyBack, isOwn: boolean, t: Words): Part[] {
  if (owed) {
    const said = { amount: formatMoney(owed.amount, t), date: t.format(describeLocalDay(owed.dueOn)) };
    return [
      text(t("mail_courses.enrolment_cancelled_fee_left", said)),
      button(t("mail_orders.pay_fee_button"), `/orders/${owed.orderCode}`),
    ];
  }
  const isNothing = parts.length === 0 && (isOwn || !isUndecided);
  if (isNothing && (isOwn || kept)) return [text(t("mail_courses.enrolment_cancelled_money_none"))];
  return [
    ...parts.map((part) => text(partWords(part, t))),
    ...(isUndecided && !isOwn ? [text(t("mail_courses.enrolment_cancelled_money"))] : []),
    ...(kept ? [text(t("mail_courses.enrolment_cancelled_money_kept", { amount: formatMoney(kept, t) }))] : []),
    ...(accountOrderCode === null
      ? []
      : [link(t("mail_courses.enrolment_cancelled_account"), `/orders/${accountOrderCode}`)]),
  ];
}

function partWords(part: MoneyBack["parts"][number], t: Words): string {
  const { isTransfer, isSent, isHeld, isCredit } = part;
  const amount = formatMoney(part.amount, t);
  if (isCredit) return t("mail_courses.enrolment_cancelled_money_credit", { amount });
  if (isSent) {
    return isTransfer
      ? t("mail_courses.enrolment_cancelled_money_sent_transfer", { amount })
      : t("mail_courses.enrolment_cancelled_money_sent", { amount });
  }
  if (isHeld) {
    return isTransfer
      ? t("mail_courses.enrolment_cancelled_money_held_transfer", { amount })
      : t("mail_courses.enrolment_cancelled_money_held", { amount });
  }
  return isTransfer
    ? t("mail_courses.enrolment_cancelled_money_back_transfer", { amount })
    : t("mail_courses.enrolment_cancelled_money_back", { amount });
}

/** Who has ended the place: the school, its student, or the buyer by withdrawing from the purchase, who may be the student or not. */
function whatOf({ place, why, isOwn, isBuyers = false }: CancelledFacts) {
  if (isOwn) return isBuyers ? "mail_courses.enrolment_cancelled_to_buyer" : "mail_courses.enrolment_cancelled_by_you";
  if (why !== WITHDRAWN) return "mail_courses.enrolment_cancelled_what";
  return place.order ? "mail_courses.enrolment_withdrawn_what" : "mail_courses.enrolment_withdrawn_by_buyer_what";
}

export function enrolmentCancelled(facts: CancelledFacts, _school: SchoolFace, t: Words): Draft {
  const { place, isOwn, money } = facts;
  const why = facts.why === WITHDRAWN ? "" : facts.why.trim();
  const { order, courseTitle: course, cohortName: cohort } = place;
  return {
    subject: t("mail_courses.enrolment_cancelled_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t(whatOf(facts), { course, cohort })),
      ...(why === "" ? [] : [quote(why)]),
      ...(money ? moneyParts(money, isOwn, t) : []),
      button(t("mail_parts.ask_about_it"), "/help/new"),
      ...(order ? [aside(t("mail_courses.enrolment_cancelled_order", { order: order.code }))] : []),
    ],
  };
}
