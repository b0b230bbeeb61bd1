import { and, eq, type SQL } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import type { WaitingState } from "#db/enums.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { isAfterCursor, type Listed, type ListInput, toListed, sortNewestFirst } from "./cursor.ts";
import type { WaitingEntryView } from "./shapes.ts";

export function toWaitingEntryView(entry: typeof waitingList.$inferSelect): WaitingEntryView {
  const { id, cohortId, studentId, state, since, offerExpiresAt, decidedAt } = entry;
  return { id, cohortId, studentId, state, since, offerExpiresAt, decidedAt };
}

export async function getWaitingEntry(ctx: ReadCtx, id: string): Promise<WaitingEntryView | undefined> {
  const [entry] = await ctx.read.select().from(waitingList).where(eq(waitingList.id, id));
  authorize(ctx, "waiting.read", { ownerId: entry?.studentId ?? null });
  return entry && toWaitingEntryView(entry);
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
        isAfterCursor(input, "waiting", waitingList.since, waitingList.id),
      ),
    )
    .orderBy(...sortNewestFirst(waitingList.since, waitingList.id))
    .limit(input.limit + 1);
  return toListed(rows, input, toWaitingEntryView, ({ since, id }) => ({ at: since, id }));
}

function withinReach(ctx: ReadCtx): SQL | undefined {
  // What the office may read of anybody's, it may list.
  if (isAllowed(ctx.actor, "waiting.read")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "waiting.read", { ownerId: me });
  return eq(waitingList.studentId, me);
}

/** As it stands after a verb, which has let the actor through. */
export async function loadWaitingEntryView(ctx: TxCtx, id: string): Promise<WaitingEntryView> {
  const [entry] = await ctx.tx.select().from(waitingList).where(eq(waitingList.id, id));
  if (!entry) throw new Refusal("not_found");
  return toWaitingEntryView(entry);
}
