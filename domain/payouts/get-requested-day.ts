import { addDays } from "../kernel/local-time.ts";

/** On which day a bank is asked to send what is handed in on a day (both `2026-11-28`): never on a Saturday or a Sunday. */
export function getRequestedDay(today: string): string {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(today, 2) : weekday === 0 ? addDays(today, 1) : today;
}
