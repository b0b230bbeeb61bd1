import { getTranslator } from "#components/messages/get-translator.ts";

/** `2027-03-03` as people write it: a day of the calendar, in no timezone. */
export function formatDay(day: string): string {
  const format = new Intl.DateTimeFormat(getTranslator().locale, {
    ...{ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" },
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** From the first day to the last; one day alone where they are the same. */
export function formatDays({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }): string {
  if (startsOn === null || endsOn === null || startsOn === endsOn) return formatDay(startsOn ?? endsOn ?? "");
  return getTranslator()("certificates.paper_from_to", { from: formatDay(startsOn), to: formatDay(endsOn) });
}

const MINUTES = 60;

/** `20.5`, as the language writes numbers. */
export function formatHours(minutes: number): string {
  return new Intl.NumberFormat(getTranslator().locale, { maximumFractionDigits: 2 }).format(minutes / MINUTES);
}

/** The same for a field that is typed into: without groups, which could be taken for decimals. */
export function formatTypedHours(minutes: number): string {
  const format = { maximumFractionDigits: 2, useGrouping: false } as const;
  return new Intl.NumberFormat(getTranslator().locale, format).format(minutes / MINUTES);
}
