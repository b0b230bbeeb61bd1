const DAY_MS = 86_400_000;

/**
 * How much of what was paid for a course is earned at the end of a day, in minor units: its part of the days on which the course goes on,
 * rounded down; nothing before the first day, all of it from the last one on. Days are `2026-11-30`, first and last included.
 */
export function computeEarned(minor: number, course: { first: string; last: string }, onDay: string): number {
  if (onDay < course.first) return 0;
  if (onDay >= course.last) return minor;
  const daysTo = (day: string) => Math.round((Date.parse(day) - Date.parse(course.first)) / DAY_MS) + 1;
  return Number((BigInt(minor) * BigInt(daysTo(onDay))) / BigInt(daysTo(course.last)));
}
