import { addDays, resolveRoughly } from "../kernel/local-time.ts";
import type { LateReminder } from "../settings/parse-late-reminders.ts";

/** A mail about days comes in the morning, on the cohort's clock. */
const MORNING = "08:00";

type Part = { dueOn: string; createdAt: Date; remindedLevel: number | null; timezone: string };

/** When a school reminds: so many days before a part is due, and the levels of what is late. */
export type ReminderTimes = { daysBefore: readonly number[]; late: readonly LateReminder[] };

/**
 * The reminder of a part that is due to be sent now: its level, from 1 for those of what is late, and for those before the day how many
 * days before it, as a number below 1 (-3, 0). Undefined when none is. Of several that have come only the last is sent, and none whose
 * morning had passed before the part was asked for.
 */
export function pickReminder(part: Part, { daysBefore, late }: ReminderTimes, now: Date): number | undefined {
  const levels = [
    ...daysBefore.map((days) => ({ level: 0 - days, day: addDays(part.dueOn, -days) })),
    ...late.map(({ afterDays }, at) => ({ level: at + 1, day: addDays(part.dueOn, afterDays) })),
  ];
  const come = levels.filter(({ day }) => {
    const at = resolveRoughly(`${day}T${MORNING}`, part.timezone);
    return at !== undefined && at <= now && at > part.createdAt;
  });
  if (come.length === 0) return undefined;
  const last = Math.max(...come.map(({ level }) => level));
  return part.remindedLevel !== null && part.remindedLevel >= last ? undefined : last;
}
