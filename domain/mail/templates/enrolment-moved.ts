import type { Words } from "#messages/message.ts";
import { formatMoney, type Money } from "../../kernel/money.ts";
import { button, type Draft, facts, file, hello, link, type Part, type SchoolFace, text } from "../draft.ts";
import { formatDate, formatInstant } from "../format-instant.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";
import { leavingParts } from "./leaving-parts.ts";
import { receiptFacts } from "./receipt-facts.ts";

/** When and where a cohort is. */
export type MovedFrom = Pick<EnrolmentFacts, "cohortName" | "startsAt" | "timezone" | "place">;

/**
 * `before`: where it was; `difference`: the order of what its student has paid to move to a dearer cohort; `returned`: what a cheaper one gives
 * back; `takenOff`: what it takes off the instalments that are still to come.
 */
export type MovedFacts = {
  place: EnrolmentFacts;
  before: MovedFrom | null;
  difference: EnrolmentFacts["order"];
  returned: Money | null;
  takenOff: Money | null;
};

/** Tells a student that their place was moved, by the school or by themselves: where and when it was and is now, and what that costs more or less. */
export function enrolmentMoved(moved: MovedFacts, school: SchoolFace, t: Words): Draft {
  const { place, before, difference, returned } = moved;
  const { courseTitle: course, cohortName: cohort } = place;
  return {
    subject: t("mail_courses.enrolment_moved_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t("mail_courses.enrolment_moved_what", { course, cohort })),
      before ? movedFacts({ ...moved, before }, t) : cohortFacts(place, t),
      ...takenOffParts(moved, t),
      ...(returned ? [text(t("mail_courses.enrolment_moved_returned", { amount: formatMoney(returned, t) }))] : []),
      button(t("mail_parts.open_course"), `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [file(t("mail_parts.put_dates_into_calendar"), `/calendar/${place.cohortId}.ics`)] : []),
      ...(difference
        ? [
            text(t("mail_courses.enrolment_moved_receipt")),
            receiptFacts(
              { ...place, order: difference, courseTitle: t("mail_courses.receipt_difference", { course }) },
              school,
              t,
            ),
            link(t("mail_courses.enrolment_confirmed_receipt_page"), `/orders/${difference.code}`),
          ]
        : []),
      ...(place.leaving?.isAgreed ? leavingParts(place, school, t) : []),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

/** Both dates below each other, and what the new one costs more or less. */
function movedFacts({ place, before, difference, returned, takenOff }: MovedFacts & { before: MovedFrom }, t: Words) {
  const lines = ({ cohortName, startsAt, timezone, place: where }: MovedFrom) =>
    [cohortName, startsAt && formatInstant(startsAt, timezone, t), where].filter(Boolean).join("\n");
  const lessMinor = (returned?.minor ?? 0) + (takenOff?.minor ?? 0);
  const currency = returned?.currency ?? takenOff?.currency ?? "";
  const price = difference
    ? t("mail_courses.enrolment_moved_more", { amount: formatMoney(difference.total, t) })
    : lessMinor > 0
      ? t("mail_courses.enrolment_moved_less", { amount: formatMoney({ minor: lessMinor, currency }, t) })
      : null;
  return facts([
    [t("mail_parts.course"), place.courseTitle],
    [t("mail_courses.enrolment_moved_before"), lines(before)],
    [t("mail_courses.enrolment_moved_now"), lines(place)],
    [t("mail_courses.enrolment_moved_difference"), price],
  ]);
}

/** What is taken off a plan, and the instalments that are left of it. */
function takenOffParts({ takenOff, place }: MovedFacts, t: Words): Part[] {
  if (!takenOff) return [];
  const said = text(t("mail_courses.enrolment_moved_taken_off", { amount: formatMoney(takenOff, t) }));
  const left = place.order?.plan?.toCome ?? [];
  if (left.length === 0) return [said, text(t("mail_courses.enrolment_moved_all_paid"))];
  return [
    said,
    facts(
      left.map(({ amount, dueOn }) => [
        t("mail_courses.receipt_to_come"),
        t("mail_courses.receipt_part", {
          amount: formatMoney(amount, t),
          date: formatDate(new Date(`${dueOn}T12:00:00Z`), "UTC", t),
        }),
      ]),
    ),
  ];
}
