import { message } from "#messages/message.ts";
import { addLocalDays, getEndOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Extent } from "./inputs.ts";

/**
 * When access ends that begins at `startsAt`: so many days on by the calendar of its place, where days may have 23 hours or 25, or
 * at the end of a day there. Null is for good. Refuses a day that is over when access would begin.
 */
export function resolveExtent({ days, until }: Extent, startsAt: Date, timezone: string): Date | null {
  if (days !== null) return addLocalDays(startsAt, days, timezone);
  if (until === null) return null;
  const endsAt = getEndOfDay(until, timezone);
  if (!endsAt || endsAt <= startsAt) {
    throw new Refusal("invalid_input", { fields: { until: message("fields.day_too_early") } });
  }
  return endsAt;
}
