import { and, eq, type SQL } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import type { WaitingState } from "#db/enums.ts";
import { actorId } from "../kernel/actor.ts";
import type { ReadCtx, StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, may } from "../policy.ts";
import { after, type Listed, type ListInput, listed, newestFirst } from "./cursor.ts";
import type { WaitingEntryView } from "./shapes.ts";

export function waitingEntryView(entry: typeof waitingList.$inferSelect): WaitingEntryView {
  const { id, cohortId, studentId, state, since, offerExpiresAt, decidedAt } = entry;
  return { id, cohortId, studentId, state, since, offerExpiresAt, decidedAt };
}

export async function readWaitingEntry(ctx: ReadCtx, id: string): Promise<WaitingEntryView | undefined> {
  const [entry] = await ctx.read.select().from(waitingList).where(eq(waitingList.id, id));
  authorize(ctx, "waiting.read", entry, { ownerId: entry?.studentId ?? null });
  return entry && waitingEntryView(entry);
}

export type WaitingFilter = { cohortId?: string | undefined; state?: WaitingState | undefined };

/** Who waits for a seat, the newest first: everybody for the office, oneself for the others. */
export async function listWaiting(ctx: ReadCtx, input: ListInput & WaitingFilter): Promise<Listed<WaitingEntryView>> {
  const rows = await ctx.read
    .select()
    .from(waitingList)
    .where(
      and(
        withinReach(ctx),
        input.cohortId === undefined ? undefined : eq(waitingList.cohortId, input.cohortId),
        input.state === undefined ? undefined : eq(waitingList.state, input.state),
        after(input, "waiting", waitingList.since, waitingList.id),
      ),
    )
    .orderBy(...newestFirst(waitingList.since, waitingList.id))
    .limit(input.limit + 1);
  return listed(rows, input, waitingEntryView, ({ since, id }) => ({ at: since, id }));
}

function withinReach(ctx: ReadCtx): SQL | undefined {
  // What the office may read of anybody's, it may list.
  if (may(ctx.actor, "waiting.read")) return undefined;
  const me = actorId(ctx.actor);
  authorize(ctx, "waiting.read", {}, { ownerId: me });
  return eq(waitingList.studentId, me);
}

/** As it stands after a verb, which has let the actor through. */
export async function waitingEntryNow(ctx: StepCtx, id: string): Promise<WaitingEntryView> {
  const [entry] = await ctx.tx.select().from(waitingList).where(eq(waitingList.id, id));
  if (!entry) throw new Refusal("not_found");
  return waitingEntryView(entry);
}
