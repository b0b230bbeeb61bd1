import { addDays, formatLocalDay, getStartOfDay } from "../kernel/local-time.ts";

/** From when students see a material: a day, or so many days after a beginning. Neither is at once. */
export type ReleaseRule = { publishOn: string | null; publishAfterDays: number | null };

/** Of what a student has: on whose calendar days are counted, and when it began for them. */
export type ReleaseTerm = { timezone: string; beganAt: Date };

/**
 * When a material is published for a student; null for at once. Days are those of the calendar of their cohort's place, and begin
 * there at midnight: seven days after a Monday evening is the next Monday, whenever the clocks change.
 */
export function getReleaseAt({ publishOn, publishAfterDays }: ReleaseRule, term: ReleaseTerm): Date | null {
  const { timezone, beganAt } = term;
  if (publishOn !== null) return getStartOfDay(publishOn, timezone) ?? null;
  if (publishAfterDays === null) return null;
  const day = addDays(formatLocalDay(beganAt, timezone), publishAfterDays);
  return getStartOfDay(day, timezone) ?? null;
}

/** Whoever has a course in several ways sees a material as soon as one of them opens it. */
export function isReleased(rule: ReleaseRule, terms: readonly ReleaseTerm[], now: Date): boolean {
  return terms.some((term) => (getReleaseAt(rule, term) ?? now) <= now);
}
