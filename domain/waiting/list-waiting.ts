import { and, asc, count, eq, inArray } from "drizzle-orm";
import type { WaitingState } from "#db/enums.ts";
import { users, waitingList } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** So many of those who wait are shown by name; of the others it is said how many there are. */
const SHOWN_MAX = 50;

export type WaitingPerson = {
  id: string;
  studentId: string;
  name: string;
  state: WaitingState;
  since: Date;
  /** Until when the seat that they were offered is kept for them; null for who only waits. */
  offerExpiresAt: Date | null;
};

/** Who stands on a cohort's waiting list, for the office: those with an offer first, then in the order in which they came. */
export async function listWaiting(ctx: ReadCtx, cohortId: string): Promise<{ people: WaitingPerson[]; more: number }> {
  authorize(ctx, "waiting.read", {});
  const live = and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["offered", "waiting"]));
  const found = await ctx.read
    .select({
      id: waitingList.id,
      studentId: waitingList.studentId,
      name: users.name,
      state: waitingList.state,
      since: waitingList.since,
      offerExpiresAt: waitingList.offerExpiresAt,
    })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .where(live)
    // "offered" comes before "waiting" in the alphabet, and in the index.
    .orderBy(asc(waitingList.state), asc(waitingList.since), asc(waitingList.id))
    .limit(SHOWN_MAX);
  const [all] = await ctx.read.select({ rows: count() }).from(waitingList).where(live);
  const people = found.map((each) => ({
    ...each,
    offerExpiresAt: each.state === "offered" ? each.offerExpiresAt : null,
  }));
  return { people, more: Math.max(0, (all?.rows ?? 0) - found.length) };
}
