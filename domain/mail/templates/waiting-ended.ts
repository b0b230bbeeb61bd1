import { isolateText } from "../../kernel/isolate-text.ts";
import { button, type Draft, hello, link, quote, text } from "../draft.ts";
import type { OfferFacts } from "../order-facts.ts";

/** The cohort that somebody waited for, or had been offered a seat of, will not take place. */
export function waitingEnded({ offer, why }: { offer: OfferFacts; why: string }): Draft {
  const course = `${isolateText(offer.courseTitle)}, ${isolateText(offer.cohortName)}`;
  return {
    subject: `Cancelled: ${offer.courseTitle}`,
    parts: [
      hello(offer.studentName),
      text(
        offer.offerExpiresAt === null
          ? `The school has cancelled ${course}, so you are no longer on its waiting list.`
          : `The school has cancelled ${course}, so the seat that was offered to you cannot be taken any more.`,
      ),
      ...(why === "" ? [] : [quote(why)]),
      text("You have paid nothing for it, and there is nothing to do."),
      button("See the other dates", `/courses/${offer.courseSlug}`),
      link("Ask about it", "/help/new"),
    ],
  };
}
