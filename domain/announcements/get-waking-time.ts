import { addDays, formatLocalTime, resolveRoughly } from "../kernel/local-time.ts";

/** The hours of a reader's clock in which no mail comes that can wait: from the first, up to the second. */
const NIGHT = { from: 21, until: 7 };

/** Now, or at night the next morning, by the clock of a reader's timezone. */
export function getWakingTime(now: Date, timezone: string): Date {
  const [day, time] = formatLocalTime(now, timezone).split("T") as [string, string];
  const hour = Number(time.slice(0, 2));
  if (hour >= NIGHT.until && hour < NIGHT.from) return now;
  const morning = hour < NIGHT.until ? day : addDays(day);
  return resolveRoughly(`${morning}T${String(NIGHT.until).padStart(2, "0")}:00`, timezone) ?? now;
}
