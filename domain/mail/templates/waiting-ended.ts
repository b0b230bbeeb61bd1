import type { Message, Words } from "#messages/message.ts";
import { button, type Draft, hello, link, quote, type SchoolFace, text } from "../draft.ts";
import type { OfferFacts } from "../order-facts.ts";

type Facts = { offer: OfferFacts; why: string; rule?: Message | undefined };

/**
 * The cohort that somebody waited for, or had been offered a seat of, will not take place; or it has got a rule since that they do not
 * meet.
 */
export function waitingEnded(facts: Facts, school: SchoolFace, t: Words): Draft {
  return facts.rule ? endedByRule(facts.offer, facts.rule, t) : cancelled(facts, school, t);
}

function endedByRule(offer: OfferFacts, rule: Message, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort } = offer;
  return {
    subject: t("mail_courses.waiting_ruled_out_subject", { course }),
    parts: [
      hello(offer.studentName, t),
      text(t("mail_courses.waiting_ruled_out_what", { course, cohort })),
      text(t.format(rule)),
      text(t("mail_courses.waiting_ended_nothing_to_do")),
      button(t("mail_courses.waiting_ended_other_dates"), `/courses/${offer.courseSlug}`),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

function cancelled({ offer, why }: Facts, _school: SchoolFace, t: Words): Draft {
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
