import type { Words } from "#messages/message.ts";
import { facts, type Part } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { OfferFacts } from "../order-facts.ts";

/** The course and its cohort, when it begins and where, and what else a mail says beside them. */
export function cohortFacts(
  place: Pick<OfferFacts, "courseTitle" | "cohortName" | "startsAt" | "timezone" | "place">,
  t: Words,
  ...more: Parameters<typeof facts>[0]
): Part {
  const { courseTitle: course, cohortName: cohort, startsAt, timezone } = place;
  return facts([
    [t("mail_parts.course"), t("mail_parts.course_and_cohort", { course, cohort })],
    [t("mail_parts.begins"), startsAt && formatInstant(startsAt, timezone, t)],
    [t("mail_parts.where"), place.place],
    ...more,
  ]);
}
