const LISTED_MAX = 10;
const REMINDER_MAX = 365;

/** `14, 3, 0`, how many days or hours before, the most first; each up to 365. Undefined for what is no such list. */
export function parseReminderList(text: string): number[] | undefined {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "") return [];
  if (parts.length > LISTED_MAX || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const numbers = [...new Set(parts.map(Number))].sort((a, b) => b - a);
  return numbers.every((each) => each <= REMINDER_MAX) ? numbers : undefined;
}
