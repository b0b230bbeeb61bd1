import { and, asc, eq, gt, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { claimLinks, cohortEndings, cohorts, enrolments, orderLines, orders, waitingList } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { isLivePlace } from "./live-places.ts";

/** A place that could not be ended so often waits for a person, who has it tried again (`retryCohortEndings`). */
const ATTEMPTS_MAX = 5;

const isGivenUp = (place: SQL) =>
  sql`exists (select 1 from ${cohortEndings} where ${place} and ${cohortEndings.attempts} >= ${sql.raw(String(ATTEMPTS_MAX))})`;
const isPlaceGivenUp = isGivenUp(sql`${cohortEndings.enrolmentId} = ${enrolments.id}`);
const isClaimGivenUp = isGivenUp(sql`${cohortEndings.claimLinkId} = ${claimLinks.id}`);

// The states are written out, so that SQLite uses the indexes that hold only some rows.
const hasPlace = sql`exists (select 1 from ${enrolments} where ${enrolments.cohortId} = ${cohorts.id} and ${enrolments.state} in ('pending', 'active', 'suspended') and ${enrolments.state} not in ('cancelled', 'revoked') and not ${isPlaceGivenUp})`;
const hasUnclaimed = sql`exists (select 1 from ${claimLinks} where ${claimLinks.cohortId} = ${cohorts.id} and ${claimLinks.state} in ('unpaid', 'open') and not ${isClaimGivenUp})`;
const hasWaiting = sql`exists (select 1 from ${waitingList} where ${waitingList.cohortId} = ${cohorts.id} and ${waitingList.state} in ('waiting', 'offered'))`;
const hasEnding = sql`exists (select 1 from ${cohortEndings} where ${cohortEndings.cohortId} = ${cohorts.id} and ${cohortEndings.state} = 'waiting')`;

/** The cohorts that were cancelled and in which somebody still has a place or waits, or a refund is to be tried again. */
export async function listCohortsToEmpty(read: Reader, limit: number): Promise<string[]> {
  const found = await read
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(and(eq(cohorts.state, "cancelled"), or(hasWaiting, hasPlace, hasUnclaimed, hasEnding)))
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
      and(
        ...[eq(claimLinks.cohortId, cohortId), inArray(claimLinks.state, ["unpaid", "open"]), gt(claimLinks.id, after)],
        not(isClaimGivenUp),
      ),
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
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace, gt(enrolments.id, after), not(isPlaceGivenUp)))
    .orderBy(asc(enrolments.id))
    .limit(limit);
  return found.map(({ id }) => id);
}

/** The places that have ended and of which a refund is to be asked for again, after one of them. */
export async function listEndingsToRefund(
  read: Reader,
  { cohortId, after, limit }: { cohortId: string; after: string; limit: number },
): Promise<string[]> {
  const live = sql`exists (select 1 from ${enrolments} where ${enrolments.id} = ${cohortEndings.enrolmentId} and ${isLivePlace})`;
  const open = sql`exists (select 1 from ${claimLinks} where ${claimLinks.id} = ${cohortEndings.claimLinkId} and ${claimLinks.state} in ('unpaid', 'open'))`;
  const found = await read
    .select({ id: cohortEndings.id })
    .from(cohortEndings)
    .where(
      and(
        eq(cohortEndings.cohortId, cohortId),
        eq(cohortEndings.state, "waiting"),
        gt(cohortEndings.id, after),
        not(or(live, open) as SQL),
      ),
    )
    .orderBy(asc(cohortEndings.id))
    .limit(limit);
  return found.map(({ id }) => id);
}

/** SQL: the order with which the place of a row of `cohort_endings` was bought, by its student or for them. */
export function selectOrdersOfEnding(read: Reader | Tx, where: SQL) {
  const line = sql`coalesce(
    (select ${enrolments.orderLineId} from ${enrolments} where ${enrolments.id} = ${cohortEndings.enrolmentId}),
    (select ${claimLinks.orderLineId} from ${claimLinks} where ${claimLinks.id} = ${cohortEndings.claimLinkId} or ${claimLinks.enrolmentId} = ${cohortEndings.enrolmentId})
  )`;
  return read
    .select({ id: orders.id })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(and(eq(orderLines.id, line), where));
}
