import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { claimLinks, cohorts, enrolments, waitingList } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isLivePlace } from "./live-places.ts";

// The states are written out, so that SQLite uses the indexes that hold only some rows.
const hasPlace = sql`exists (select 1 from ${enrolments} where ${enrolments.cohortId} = ${cohorts.id} and ${enrolments.state} in ('pending', 'active', 'suspended') and ${enrolments.state} not in ('cancelled', 'revoked'))`;
const hasUnclaimed = sql`exists (select 1 from ${claimLinks} where ${claimLinks.cohortId} = ${cohorts.id} and ${claimLinks.state} in ('unpaid', 'open'))`;
const hasWaiting = sql`exists (select 1 from ${waitingList} where ${waitingList.cohortId} = ${cohorts.id} and ${waitingList.state} in ('waiting', 'offered'))`;

/** The cohorts that were cancelled and in which somebody still has a place or waits. */
export async function listCohortsToEmpty(read: Reader, limit: number): Promise<string[]> {
  const found = await read
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(and(eq(cohorts.state, "cancelled"), or(hasWaiting, hasPlace, hasUnclaimed)))
    .orderBy(asc(cohorts.id))
    .limit(limit);
  return found.map(({ id }) => id);
}

/** The places of a cohort that were bought for others and nobody has claimed, or paid, after one of them. */
export async function listUnclaimedToCancel(
  read: Reader,
  { cohortId, after, limit }: { cohortId: string; after: string; limit: number },
): Promise<string[]> {
  const found = await read
    .select({ id: claimLinks.id })
    .from(claimLinks)
    .where(
      and(eq(claimLinks.cohortId, cohortId), inArray(claimLinks.state, ["unpaid", "open"]), gt(claimLinks.id, after)),
    )
    .orderBy(asc(claimLinks.id))
    .limit(limit);
  return found.map(({ id }) => id);
}

/** The places of a cohort that are to be cancelled, after one of them. */
export async function listPlacesToCancel(
  read: Reader,
  { cohortId, after, limit }: { cohortId: string; after: string; limit: number },
): Promise<string[]> {
  const found = await read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace, gt(enrolments.id, after)))
    .orderBy(asc(enrolments.id))
    .limit(limit);
  return found.map(({ id }) => id);
}
