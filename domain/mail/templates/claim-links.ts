import type { Words } from "#messages/message.ts";
import { WITHDRAWN } from "../../kernel/withdrawn.ts";
import { aside, button, type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { ClaimFacts, ClaimsFacts, ReturnedFacts } from "../get-claim-facts.ts";
import type { OrderFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";
import { leavingParts } from "./leaving-parts.ts";
import { receiptFacts } from "./receipt-facts.ts";

/** To whom a place was given: the link with which they claim it. */
export function claimLink(claim: ClaimFacts, school: SchoolFace, t: Words): Draft {
  const { claimLinkId: id, version, name, buyerName: buyer, courseTitle: course } = claim;
  const greeting = name === "" ? [] : [hello(name, t)];
  // Whoever may not see the link is led to the school, and not to a link that opens nothing.
  const secret = school.getClaimSecret({ id, version });
  return {
    subject: t("mail_courses.claim_link_subject", { course }),
    parts: [
      ...greeting,
      text(t("mail_courses.claim_link_what", { buyer, course, school: school.name })),
      cohortFacts(claim, t),
      button(t("mail_courses.claim_link_button"), secret === "" ? "" : `/claim/${id}/${secret}`),
      aside(t("mail_courses.claim_link_once")),
    ],
  };
}

/** To the buyer: the places can be claimed, with the receipt; or some are still to be claimed and the cohort begins soon. */
export function claimLinksReady(claims: ClaimsFacts, school: SchoolFace, t: Words): Draft {
  const { order, buyerName, courseTitle: course, places, left, isReminder } = claims;
  const isPaid = order.total.minor > 0 && !isReminder;
  return {
    subject: isReminder
      ? t("mail_courses.claims_left_subject", { count: left, course })
      : t("mail_courses.claims_ready_subject", { count: places, course }),
    parts: [
      hello(buyerName, t),
      text(
        isReminder
          ? t("mail_courses.claims_left_what", { count: left, course })
          : t("mail_courses.claims_ready_what", { count: places, course }),
      ),
      cohortFacts(claims, t),
      button(t("mail_courses.claims_button"), `/orders/${order.code}/places`),
      ...(isPaid
        ? [
            text(t("mail_courses.enrolment_confirmed_receipt")),
            receiptFacts({ order, studentName: buyerName, courseTitle: course }, school, t),
          ]
        : []),
      ...(isPaid ? leavingParts(claims, school, t) : []),
    ],
  };
}

/** To the buyer: a place is theirs to hand out again. Its link stands on their page alone. */
export function claimReturned(place: ReturnedFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, buyerName, name, orderCode } = place;
  return {
    subject: t("mail_courses.claim_returned_subject", { course }),
    parts: [
      hello(buyerName, t),
      text(
        name === ""
          ? t("mail_courses.claim_returned_what", { course })
          : t("mail_courses.claim_returned_what_for", { course, name }),
      ),
      cohortFacts(place, t),
      button(t("mail_courses.claims_button"), `/orders/${orderCode}/places`),
    ],
  };
}

/** To the buyer: the school has ended places that nobody had claimed, by themselves or with their cohort; or they have withdrawn from them. */
export function claimsEnded({ order, why }: { order: OrderFacts; why: string }, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, code } = order;
  return {
    subject: t("mail_courses.claims_ended_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(
        why === WITHDRAWN
          ? t("mail_courses.claims_withdrawn_what", { course, order: code })
          : t("mail_courses.claims_ended_what", { course, order: code }),
      ),
      ...(why && why !== WITHDRAWN ? [quote(why)] : []),
      button(t("mail_courses.claims_ended_button"), `/orders/${code}/places`),
    ],
  };
}
