import { formatInstant } from "#components/ui/date.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { ReleaseRule } from "#domain/access/material-release.ts";

/** A day of the calendar, as a sentence says it: no clock has a say in it. */
export const formatDay = (day: string): string =>
  formatInstant(new Date(`${day}T12:00:00Z`), { timezone: "UTC", form: "date" });

/** From when students see a material, for those who teach; undefined for at once. */
export function describeRelease({ publishOn, publishAfterDays }: ReleaseRule): string | undefined {
  const t = getTranslator();
  if (publishOn !== null) return t("learning.published_from", { day: formatDay(publishOn) });
  return publishAfterDays === null ? undefined : t("learning.published_after", { days: publishAfterDays });
}
