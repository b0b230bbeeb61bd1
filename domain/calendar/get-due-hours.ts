import { HOUR_MS } from "../kernel/clock.ts";

/** When a meeting begins, when it was changed last, and of how many hours before it its students were reminded last. */
type Coming = { startsAt: Date; changedAt: Date | null; remindedHours: number | null };

/**
 * Of how many hours before it students are to be reminded of a meeting now; undefined when of none. Of several that have come, because
 * nothing was sent for a day, only the nearest is; and of none that had passed when it was changed, of which they are told anyway.
 */
export function getDueHours(meeting: Coming, hours: readonly number[], now: Date): number | undefined {
  const { startsAt, changedAt, remindedHours } = meeting;
  if (startsAt <= now) return undefined;
  const come = hours.filter((each) => {
    const dueAt = startsAt.getTime() - each * HOUR_MS;
    return dueAt <= now.getTime() && dueAt > (changedAt?.getTime() ?? 0);
  });
  if (come.length === 0) return undefined;
  const nearest = Math.min(...come);
  return remindedHours !== null && remindedHours <= nearest ? undefined : nearest;
}
