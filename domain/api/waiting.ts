import { eq, getTableColumns, type SQL } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import { WAITING_STATES } from "#db/enums.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id } from "./parts.ts";
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

/** Who waits for a seat, the newest first: everybody for the office, oneself for the others. */
export const waitingPages = defineList({
  table: waitingList,
  reach: withinReach,
  view: defineView({
    fields: () => getTableColumns(waitingList),
    from: (select) => select.from(waitingList),
    show: (entry) => toWaitingEntryView(entry),
  }),
  key: "id",
  sorts: { since: { by: ["since"] } },
  filters: {
    cohortId: createFilter(Id("coh"), (id) => eq(waitingList.cohortId, id)),
    state: createChoiceFilter(waitingList.state, WAITING_STATES),
  },
  cursor: { sort: "since", ids: "waiting" },
});

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
