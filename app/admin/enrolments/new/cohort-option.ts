import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { SelectOption } from "#components/ui/select.tsx";
import type { CohortOption } from "#domain/courses/list-courses.ts";
import { countFreeSeats } from "#domain/courses/seat-state.ts";

/**
 * A cohort as one line to choose: its name, whether there is room, when it begins and what it costs. A phone shows the
 * beginning of the line only, so what would keep somebody from choosing it stands there. A full one can be chosen,
 * since a seat of it may be offered to the very student; a cancelled one cannot.
 */
export function cohortOption(cohort: CohortOption): SelectOption {
  const { id, name, state, startsAt, timezone, priceMinor, currency } = cohort;
  const begins = startsAt ? formatInstant(startsAt, { timezone, form: "date" }) : "at any time";
  const price = priceMinor === 0 ? "free of charge" : formatAmount({ minor: priceMinor, currency }, { short: true });
  const isCancelled = state === "cancelled";
  return {
    value: id,
    label: [name, isCancelled ? "cancelled" : seats(cohort), begins, price].join(" · "),
    disabled: isCancelled,
  };
}

function seats(cohort: CohortOption): string {
  const left = countFreeSeats(cohort);
  if (left === null) return "seats without limit";
  return left === 0 ? `full (${cohort.capacity})` : `${left} of ${cohort.capacity} seats free`;
}

/** What is chosen beforehand: what the link named, or the only cohort there is to choose; among several, nothing. */
export function chosenBeforehand(options: SelectOption[], named: string | undefined): string {
  const open = options.filter(({ disabled }) => !disabled);
  if (open.some(({ value }) => value === named)) return named ?? "";
  return open.length === 1 ? (open[0]?.value ?? "") : "";
}
