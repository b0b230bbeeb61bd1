import { isolateText } from "../../kernel/isolate-text.ts";
import { aside, button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { OfferFacts } from "../order-facts.ts";

export function waitingOffer(offer: OfferFacts, school: SchoolFace): Draft {
  return {
    subject: `A seat is free for you: ${offer.courseTitle}`,
    parts: [
      hello(offer.studentName),
      text(`A seat in ${offer.courseTitle} has become free, and it is kept for you.`),
      facts([
        ["Course", `${isolateText(offer.courseTitle)}, ${isolateText(offer.cohortName)}`],
        ["Begins", offer.startsAt && formatInstant(offer.startsAt, offer.timezone)],
        ["Where", offer.place],
        ["Kept until", offer.offerExpiresAt && formatInstant(offer.offerExpiresAt, school.timezone)],
      ]),
      button("Take the seat", `/enrol/${offer.cohortId}`),
      aside("If you no longer want it, say so on the same page, and the next person gets it at once."),
    ],
  };
}
