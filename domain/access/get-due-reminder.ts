import { addDays, formatLocalDay, getStartOfDay, resolveRoughly } from "../kernel/local-time.ts";

/** A mail about days comes in the morning, on the clock of whom it is for. */
const MORNING = "08:00";

/** When access ends, when it was given, and of how many days before its end its student was reminded last. */
type Ending = { endsAt: Date; createdAt: Date; remindedDays: number | null; timezone: string };

/**
 * Of how many days before its end somebody is to be reminded now; undefined when of none. Of several that have come, because
 * nothing was sent for a week, only the nearest is; and of none that had passed before the access was given.
 */
export function getDueReminder(ending: Ending, days: readonly number[], now: Date): number | undefined {
  const { createdAt, remindedDays } = ending;
  const come = days.filter((each) => {
    const dueAt = getDueAt(ending, each);
    return dueAt !== undefined && dueAt <= now && dueAt > createdAt;
  });
  if (come.length === 0) return undefined;
  const nearest = Math.min(...come);
  return remindedDays !== null && remindedDays <= nearest ? undefined : nearest;
}

function getDueAt({ endsAt, timezone }: Ending, days: number): Date | undefined {
  const last = formatLocalDay(new Date(endsAt.getTime() - 1), timezone);
  const day = addDays(last, -days);
  const morning = resolveRoughly(`${day}T${MORNING}`, timezone);
  return morning && morning < endsAt ? morning : getStartOfDay(day, timezone);
}
