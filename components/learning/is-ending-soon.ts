const SOON_MS = 30 * 86_400_000;

/** Whether access ends within the days in which it can be renewed. */
export function isEndingSoon(endsAt: Date | null, now: Date): boolean {
  return endsAt !== null && endsAt.getTime() - now.getTime() <= SOON_MS;
}
