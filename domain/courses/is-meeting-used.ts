import { eq, exists, sql } from "drizzle-orm";
import { attendance, meetings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** SQL: attendance was recorded for the row of `meetings`, so it took place and stays. */
export function isMeetingUsed(from: Reader | Tx) {
  return exists(from.select({ one: sql`1` }).from(attendance).where(eq(attendance.meetingId, meetings.id)));
}
