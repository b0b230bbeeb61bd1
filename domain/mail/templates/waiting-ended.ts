import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, link, quote, type SchoolFace, text } from "../draft.ts";
import type { OfferFacts } from "../order-facts.ts";

/** The cohort that somebody waited for, or had been offered a seat of, will not take place. */
export function waitingEnded({ offer, why }: { offer: OfferFacts; why: string }, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort } = offer;
  const isWaiting = offer.offerExpiresAt === null;
  return {
    subject: t("mail_courses.waiting_ended_subject", { course }),
    parts: [
      hello(offer.studentName, t),
      text(
        t(isWaiting ? "mail_courses.waiting_ended_waiting" : "mail_courses.waiting_ended_offered", { course, cohort }),
      ),
      ...(why === "" ? [] : [quote(why)]),
      text(t("mail_courses.waiting_ended_nothing_to_do")),
      button(t("mail_courses.waiting_ended_other_dates"), `/courses/${offer.courseSlug}`),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}
