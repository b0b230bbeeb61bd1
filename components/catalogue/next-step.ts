import type { OwnEnrolment } from "#domain/enrolments/list-own-enrolments.ts";
import type { Translator } from "#messages/create-translator.ts";

/** A button's words and where it leads: into the course where nothing else is said. */
export type NextStep = { cohortId: string; label: string; href?: string };

/** What somebody does next who has something in a cohort already. */
export function nextStep({ state, cohortId, orderCode }: OwnEnrolment, t: Translator): NextStep {
  if (state === "enrolled") return { cohortId, label: t("catalogue.open_the_course_button") };
  if (state === "to_pay" && orderCode) {
    return { cohortId, label: t("catalogue.go_on_to_pay_button"), href: `/checkout/${orderCode}` };
  }
  const label =
    state === "offered" ? t("catalogue.take_your_seat_button") : t("catalogue.you_are_on_the_waiting_list_button");
  return { cohortId, label, href: `/enrol/${cohortId}` };
}
