import { and, asc, desc, eq, inArray, isNull, lt, lte, notInArray, or, type SQL } from "drizzle-orm";
import {
  attendanceMarks,
  idempotencyKeys,
  loginCodes,
  providerEvents,
  rateLimits,
  sessions,
  studentImportRows,
  studentImports,
} from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { audit } from "../audit.ts";
import { DAY_MS, HOUR_MS, addMs } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** How much one write sweeps away, so that it holds the writer for a moment only. */
export const PURGE_ROWS_MAX = 500;

/** A busy account sends many messages that are none of ours; the latest of them are enough to see what they are. */
const FOREIGN_EVENTS_MAX = 10_000;

type Broom = {
  /** How long a row is kept after it has served. */
  keptMs: number;
  /** Takes away rows from before a time, and says how many. */
  sweep(tx: Tx, before: Date): Promise<number>;
};

const BROOMS = {
  /** A person may still look where they were signed in lately. */
  sessions: {
    keptMs: 30 * DAY_MS,
    sweep: async (tx, before) => {
      const over = or(lt(sessions.expiresAt, before), lt(sessions.revokedAt, before)) as SQL;
      const ids = tx.select({ id: sessions.id }).from(sessions).where(over).limit(PURGE_ROWS_MAX);
      return (await tx.delete(sessions).where(inArray(sessions.id, ids)).returning({ id: sessions.id })).length;
    },
  },
  codes: {
    keptMs: 7 * DAY_MS,
    sweep: async (tx, before) => {
      const ids = tx
        .select({ id: loginCodes.id })
        .from(loginCodes)
        .where(lt(loginCodes.expiresAt, before))
        .limit(PURGE_ROWS_MAX);
      return (await tx.delete(loginCodes).where(inArray(loginCodes.id, ids)).returning({ id: loginCodes.id })).length;
    },
  },
  /** No limit counts for longer than an hour, and under attack there are many. */
  rateLimits: {
    keptMs: 2 * HOUR_MS,
    sweep: async (tx, before) => {
      const { windowStart } = rateLimits;
      const rows = tx.select({ at: windowStart }).from(rateLimits).where(lt(windowStart, before));
      const [last] = await rows
        .orderBy(asc(windowStart))
        .limit(1)
        .offset(PURGE_ROWS_MAX - 1);
      const old = last ? lte(windowStart, last.at) : lt(windowStart, before);
      return (await tx.delete(rateLimits).where(old).returning({ at: windowStart })).length;
    },
  },
  /** As long as a phone may keep a mark that it could not send. */
  attendanceMarks: {
    keptMs: 90 * DAY_MS,
    sweep: async (tx, before) => {
      const { receivedAt } = attendanceMarks;
      const rows = tx.select({ at: receivedAt }).from(attendanceMarks).where(lt(receivedAt, before));
      const [last] = await rows
        .orderBy(asc(receivedAt))
        .limit(1)
        .offset(PURGE_ROWS_MAX - 1);
      const old = last ? lte(receivedAt, last.at) : lt(receivedAt, before);
      return (await tx.delete(attendanceMarks).where(old).returning({ at: receivedAt })).length;
    },
  },
  /** What a provider told of other apps on the school's account: a provider repeats a message for days, not for weeks. */
  foreignEvents: {
    keptMs: 30 * DAY_MS,
    sweep: async (tx, before) => {
      const { id, receivedAt, paymentId } = providerEvents;
      const foreign = tx.select({ at: receivedAt }).from(providerEvents).where(isNull(paymentId));
      const [surplus] = await foreign.orderBy(desc(receivedAt)).limit(1).offset(FOREIGN_EVENTS_MAX);
      const until = surplus && surplus.at > before ? surplus.at : before;
      const ids = tx
        .select({ id })
        .from(providerEvents)
        .where(and(isNull(paymentId), lte(receivedAt, until)));
      return (
        await tx
          .delete(providerEvents)
          .where(inArray(id, ids.limit(PURGE_ROWS_MAX)))
          .returning({ id })
      ).length;
    },
  },
  /** As long as a client may repeat a request and be given the same answer. */
  /** Rejects are mended within days, and a file of people is not kept for longer than it is of use. One import at a time. */
  studentImports: {
    keptMs: 30 * DAY_MS,
    sweep: async (tx, before) => {
      const [old] = await tx
        .select({ id: studentImports.id })
        .from(studentImports)
        .where(and(lt(studentImports.createdAt, before), notInArray(studentImports.state, ["checking", "running"])))
        .orderBy(asc(studentImports.createdAt))
        .limit(1);
      if (!old) return 0;
      const { importId, place } = studentImportRows;
      const places = tx.select({ place }).from(studentImportRows).where(eq(importId, old.id)).limit(PURGE_ROWS_MAX);
      const gone = await tx
        .delete(studentImportRows)
        .where(and(eq(importId, old.id), inArray(place, places)))
        .returning({ place });
      if (gone.length === PURGE_ROWS_MAX) return gone.length;
      await tx.delete(studentImports).where(eq(studentImports.id, old.id));
      return gone.length + 1;
    },
  },
  idempotencyKeys: {
    keptMs: 2 * DAY_MS,
    sweep: async (tx, before) => {
      const { createdAt } = idempotencyKeys;
      const rows = tx.select({ at: createdAt }).from(idempotencyKeys).where(lt(createdAt, before));
      const [last] = await rows
        .orderBy(asc(createdAt))
        .limit(1)
        .offset(PURGE_ROWS_MAX - 1);
      const old = last ? lte(createdAt, last.at) : lt(createdAt, before);
      return (await tx.delete(idempotencyKeys).where(old).returning({ at: createdAt })).length;
    },
  },
} satisfies Record<string, Broom>;

export type Purgeable = keyof typeof BROOMS;

/** Takes away some of what has served its time, and says how much. Ask again until nothing comes back. */
export async function purgeRows(ctx: WriteCtx, what: Purgeable): Promise<number> {
  authorize(ctx, "maintenance.purge", {});
  const { keptMs, sweep: take } = BROOMS[what];
  const count = await take(ctx.tx, addMs(ctx.now, -keptMs));
  // What was nothing leaves no trace.
  if (count > 0) await audit(ctx, "maintenance.purge", { type: "maintenance", id: what }, { after: { rows: count } });
  return count;
}
