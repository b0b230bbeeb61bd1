export type PaceFacts = { startsAt: Date | null; place: string; capacity: number | null; source: string | null };

/** A place that is no place: `Online`, `Online, any time`, or nothing said. */
export function isOnline(place: string): boolean {
  return place.trim() === "" || /^online\b/i.test(place.trim());
}

/**
 * Whether an offering without a date is begun whenever one likes. What another system's timetable names with a room, or what
 * keeps a number of seats in one, meets on days that are only not known yet.
 */
export function isAlwaysOpen({ startsAt, place, capacity, source }: PaceFacts): boolean {
  return startsAt === null && (isOnline(place) || (capacity === null && source === null));
}
