import { and, asc, eq, inArray, lte, notInArray, type SQL, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { outbox } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { addMs } from "../kernel/clock.ts";
import { authorize } from "../policy.ts";
import { getBackoffMs } from "./get-backoff-ms.ts";
import type { MailKind } from "./kinds.ts";

export type Outbox = typeof outbox.$inferSelect;

/** Letters that somebody sits and waits for. They leave before what was written to a thousand others a moment earlier. */
export const AWAITED_MAILS: MailKind[] = ["sign_in_code", "verify_address", "reset_password", "confirm_new_address"];

const queries = perClient((read: Reader) => ({
  firstDue: read
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, "pending"), lte(outbox.nextTryAt, param(outbox.nextTryAt, "now"))))
    .limit(1)
    .prepare(),
  firstAwaited: read
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        sql`${outbox.state} = 'pending'`,
        inArray(outbox.kind, AWAITED_MAILS),
        lte(outbox.nextTryAt, param(outbox.nextTryAt, "now")),
      ),
    )
    .limit(1)
    .prepare(),
}));

/** Whether a mail waits to be sent. One look into an index that holds only what waits: it is asked all the time. */
export async function hasDueMails(read: Reader, now: Date): Promise<boolean> {
  return (await queries(read).firstDue.execute({ now })).length > 0;
}

/** Whether a letter waits that somebody waits for. */
export async function hasAwaitedMails(read: Reader, now: Date): Promise<boolean> {
  return (await queries(read).firstAwaited.execute({ now })).length > 0;
}

/**
 * Takes what is due, first what somebody waits for (`AWAITED_MAILS`) and then the oldest, for one sender alone: a try is counted and the next one put off before the first
 * leaves, so that a sender that dies in between is not followed by another at once. `onlyAwaited`: nothing but what somebody waits for, which leaves between two
 * letters of a long batch.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The outbox row itself keeps every try and its outcome; an audit row for each would say it twice.
export async function claimDueMails(ctx: WriteCtx, limit: number, { onlyAwaited = false } = {}): Promise<Outbox[]> {
  authorize(ctx, "mail.send", {});
  const first = await listDue(ctx, inArray(outbox.kind, AWAITED_MAILS), limit);
  if (onlyAwaited) return claim(ctx, first);
  const others = await listDue(ctx, notInArray(outbox.kind, AWAITED_MAILS), limit - first.length);
  return claim(ctx, [...first, ...others]);
}

async function claim(ctx: WriteCtx, due: readonly Pick<Outbox, "id" | "attempts">[]): Promise<Outbox[]> {
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

/** The state is written out: only then does SQLite look into the index of what waits, and not through everything that was ever sent. */
const listDue = (ctx: WriteCtx, which: SQL, limit: number) =>
  ctx.tx
    .select({ id: outbox.id, attempts: outbox.attempts })
    .from(outbox)
    .where(and(sql`${outbox.state} = 'pending'`, lte(outbox.nextTryAt, ctx.now), which))
    .orderBy(asc(outbox.nextTryAt), asc(outbox.id))
    .limit(limit);
