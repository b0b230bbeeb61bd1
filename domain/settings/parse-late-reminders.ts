const LEVELS_MAX = 5;
const DAYS_MAX = 365;
const LEVEL = /^(\d{1,3})(?:\s*:\s*(\d{1,6})(?:\.(\d{1,3}))?)?$/;

/** A reminder of what is late: after how many days, and what it costs, as a decimal (`5.00`) in the school's currency; none is free. */
export type LateReminder = { afterDays: number; fee: string | null };

/**
 * `3, 10: 5.00, 20: 15.00`: after 3 days for nothing, after 10 for 5.00, after 20 for 15.00. Each later than the one before, five at most.
 * Undefined for what is no such list.
 */
export function parseLateReminders(text: string): LateReminder[] | undefined {
  if (text.trim() === "") return [];
  const levels: LateReminder[] = [];
  for (const part of text.split(",")) {
    const [, days, whole, decimals] = LEVEL.exec(part.trim()) ?? [];
    const afterDays = Number(days);
    if (days === undefined || afterDays < 1 || afterDays > DAYS_MAX) return undefined;
    if (afterDays <= (levels.at(-1)?.afterDays ?? 0)) return undefined;
    const fee = whole === undefined ? null : decimals === undefined ? whole : `${whole}.${decimals}`;
    levels.push({ afterDays, fee: fee !== null && Number(fee) === 0 ? null : fee });
  }
  return levels.length > LEVELS_MAX ? undefined : levels;
}
