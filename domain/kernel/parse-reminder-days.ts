const DAYS_LISTED_MAX = 10;
const DAYS_MAX = 365;

/** `14, 3, 0` as days, the most first; each between 0 and a year. Undefined for what is no such list. */
export function parseReminderDays(text: string): number[] | undefined {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "") return [];
  if (parts.length > DAYS_LISTED_MAX || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const days = [...new Set(parts.map(Number))].sort((a, b) => b - a);
  return days.every((each) => each <= DAYS_MAX) ? days : undefined;
}
