import { and, eq, sql } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Whether a student was offered a seat of a cohort from its waiting list and has not decided yet. */
export async function hasOffer(ctx: ReadCtx, place: { cohortId: string; studentId: string }): Promise<boolean> {
  authorize(ctx, "waiting.read", { ownerId: place.studentId });
  const { cohortId, studentId } = place;
  const offered = ctx.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(
      and(
        eq(waitingList.cohortId, cohortId),
        eq(waitingList.studentId, studentId),
        sql`${waitingList.state} = 'offered'`,
      ),
    )
    .limit(1);
  return (await offered).length > 0;
}
