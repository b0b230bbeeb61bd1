import { and, eq, gte, inArray } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { pendingRequests, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";

/** A refund that failed longer ago than this was seen by somebody. */
const LOOKED_BACK_DAYS = 30;

/** A refund that was asked for since then and failed still needs review. */
export function getFailedSince(now: Date): Date {
  return addMs(now, -LOOKED_BACK_DAYS * DAY_MS);
}

/** SQL: what failed lately enough to need review, by the moment at which it was asked for. */
function isFailedRecently(since: AnySQLiteColumn, now: Date) {
  return gte(since, getFailedSince(now));
}

/** SQL: refunds that failed lately, and that nobody has tried again since. */
export function selectFailedRefunds(read: Reader, now: Date) {
  const pending = read
    .select({ id: pendingRequests.id })
    .from(pendingRequests)
    .where(and(eq(pendingRequests.kind, "refunds"), isFailedRecently(pendingRequests.since, now)));
  return inArray(refunds.id, pending);
}
