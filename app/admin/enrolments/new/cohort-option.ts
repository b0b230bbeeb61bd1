import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { SelectOption } from "#components/ui/select.tsx";
import type { CohortOption } from "#domain/courses/list-courses.ts";
import { countFreeSeats } from "#domain/courses/seat-state.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/**
 * A cohort as one line to choose: its name, whether there is room, when it begins and what it costs. A phone shows the
 * beginning of the line only, so what would keep somebody from choosing it stands there. A full one can be chosen,
 * since a seat of it may be offered to the very student; a cancelled one cannot.
 */
export function cohortOption(cohort: CohortOption): SelectOption {
  const t = getTranslator();
  const { id, name, state, startsAt, timezone, priceMinor, currency } = cohort;
  const begins = startsAt ? formatInstant(startsAt, { timezone, form: "date" }) : t("admin_enrolments.at_any_time");
  const price =
    priceMinor === 0
      ? t("admin_enrolments.free_of_charge")
      : formatAmount({ minor: priceMinor, currency }, { short: true });
  const isCancelled = state === "cancelled";
  return {
    value: id,
    label: [name, isCancelled ? t("admin_enrolments.cohort_cancelled") : seatLabel(cohort), begins, price].join(" · "),
    disabled: isCancelled,
  };
}

function seatLabel(cohort: CohortOption): string {
  const t = getTranslator();
  const left = countFreeSeats(cohort);
  if (left === null || cohort.capacity === null) return t("admin_enrolments.seats_without_limit");
  return t("admin_enrolments.seats_free", { capacity: cohort.capacity, left });
}

/** What is chosen beforehand: what the link named, or the only cohort there is to choose; among several, nothing. */
export function preselectedCohort(options: SelectOption[], named: string | undefined): string {
  const open = options.filter(({ disabled }) => !disabled);
  if (open.some(({ value }) => value === named)) return named ?? "";
  return open.length === 1 ? (open[0]?.value ?? "") : "";
}
