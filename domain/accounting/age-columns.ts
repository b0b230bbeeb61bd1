import { DAY_MS } from "../kernel/clock.ts";

/** Up to how many days late each column goes: not late, a month, two, three, and more. */
const AGE_DAYS = [0, 30, 60, 90] as const;

/** One column an age, and the sum. */
export const AGE_COLUMNS = AGE_DAYS.length + 2;

/** In which column something stands that was due at a moment. */
export function findAgeColumn(due: Date, now: Date): number {
  const days = Math.ceil((now.getTime() - due.getTime()) / DAY_MS);
  const at = AGE_DAYS.findIndex((most) => days <= most);
  return at === -1 ? AGE_DAYS.length : at;
}
