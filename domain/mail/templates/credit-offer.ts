import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { CreditOfferFacts } from "../get-credit-offer-facts.ts";

/** Asks whether credit is taken in place of money; whoever does nothing gets the money. */
export function creditOffer({ order, amount, reason }: CreditOfferFacts, _school: SchoolFace, t: Words): Draft {
  const values = { amount: formatMoney(amount, t), course: order.courseTitle };
  return {
    subject: t("mail_orders.credit_offer_subject", values),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.credit_offer_what", values)),
      ...(reason ? [quote(reason)] : []),
      text(t("mail_orders.credit_offer_choice")),
      button(t("mail_orders.credit_offer_button"), "/account/credit"),
    ],
  };
}
