import { and, asc, eq, lte } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { outbox } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { addMs } from "../kernel/clock.ts";
import { authorize } from "../policy.ts";
import { getBackoffMs } from "./get-backoff-ms.ts";

export type Outbox = typeof outbox.$inferSelect;

const queries = perClient((read: Reader) => ({
  firstDue: read
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, "pending"), lte(outbox.nextTryAt, param(outbox.nextTryAt, "now"))))
    .limit(1)
    .prepare(),
}));

/** Whether a mail waits to be sent. One look into an index that holds only what waits: it is asked all the time. */
export async function hasDueMails(read: Reader, now: Date): Promise<boolean> {
  return (await queries(read).firstDue.execute({ now })).length > 0;
}

/**
 * Takes what is due, the oldest first, for one sender alone: a try is counted and the next one put off before the first
 * leaves, so that a sender that dies in between is not followed by another at once.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The outbox row itself keeps every try and its outcome; an audit row for each would say it twice.
export async function claimDueMails(ctx: WriteCtx, limit: number): Promise<Outbox[]> {
  authorize(ctx, "mail.send", {});
  const due = await ctx.tx
    .select({ id: outbox.id, attempts: outbox.attempts })
    .from(outbox)
    .where(and(eq(outbox.state, "pending"), lte(outbox.nextTryAt, ctx.now)))
    .orderBy(asc(outbox.nextTryAt), asc(outbox.id))
    .limit(limit);
  const claimed: Outbox[] = [];
  for (const { id, attempts } of due) {
    const tries = attempts + 1;
    const rows = await ctx.tx
      .update(outbox)
      .set({ attempts: tries, nextTryAt: addMs(ctx.now, getBackoffMs(tries)) })
      .where(and(eq(outbox.id, id), eq(outbox.state, "pending")))
      .returning();
    claimed.push(...rows);
  }
  return claimed;
}
