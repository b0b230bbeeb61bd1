import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { OfferFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";

export function waitingOffer(offer: OfferFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, offerExpiresAt: until } = offer;
  return {
    subject: t("mail_courses.waiting_offer_subject", { course }),
    parts: [
      hello(offer.studentName, t),
      text(t("mail_courses.waiting_offer_what", { course })),
      cohortFacts(offer, t, [t("mail_parts.kept_until"), until && formatInstant(until, school.timezone, t)]),
      button(t("mail_courses.waiting_offer_take_seat"), `/enrol/${offer.cohortId}`),
      aside(t("mail_courses.waiting_offer_no_longer_wanted")),
    ],
  };
}
