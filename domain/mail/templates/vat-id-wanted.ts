import type { Words } from "#messages/message.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { VatIdFacts } from "../get-vat-id-facts.ts";

/** Asks the buyer of an order for another VAT id, because the register does not know the one that they gave. */
export function vatIdWanted({ order, vatId }: VatIdFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code, buyerName } = order;
  return {
    subject: t("mail_orders.vat_id_subject", { code }),
    parts: [
      hello(buyerName, t),
      text(t("mail_orders.vat_id_what", { vatId })),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_parts.course"), t("mail_parts.course_and_more", { course, more })],
        [t("mail_orders.vat_id_label"), vatId],
      ]),
      text(t("mail_orders.vat_id_else")),
      button(t("mail_orders.vat_id_button"), `/orders/${code}/billing`),
    ],
  };
}
