import { and, eq, or, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { rateLimits } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { TxCtx } from "./command.ts";

export type Limit = { max: number; windowMs: number };

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  count: tx
    .insert(rateLimits)
    .values({ key: p("key"), windowStart: p("windowStart"), hits: 1 })
    .onConflictDoUpdate({
      target: [rateLimits.key, rateLimits.windowStart],
      set: { hits: sql`${rateLimits.hits} + 1` },
    })
    .returning({ hits: rateLimits.hits })
    .prepare(),
}));

/**
 * Counts one try under a key and says whether it is still allowed. The counter is a row, so every process of the school
 * shares it. It counts instead of throwing, because throwing would undo the count.
 */
export async function countAttempt(
  ctx: TxCtx,
  key: string,
  limit: Limit,
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const start = Math.floor(ctx.now.getTime() / limit.windowMs) * limit.windowMs;
  const [row] = await queries(ctx.tx).count.execute({ key, windowStart: new Date(start) });
  const retryAfterSeconds = Math.ceil((start + limit.windowMs - ctx.now.getTime()) / 1_000);
  return { allowed: (row?.hits ?? 1) <= limit.max, retryAfterSeconds };
}

/** How long to wait until each of several keys may be tried again; 0 where all may be now. Counts nothing, and is one statement. */
export async function getWaitSeconds(
  read: Reader,
  counters: readonly { key: string; bounds: Limit }[],
  now: Date,
): Promise<number> {
  const windows = counters.map(({ key, bounds }) => ({
    key,
    bounds,
    start: Math.floor(now.getTime() / bounds.windowMs) * bounds.windowMs,
  }));
  const rows = await read
    .select({ key: rateLimits.key, hits: rateLimits.hits })
    .from(rateLimits)
    .where(
      or(...windows.map(({ key, start }) => and(eq(rateLimits.key, key), eq(rateLimits.windowStart, new Date(start))))),
    );
  const waits = windows
    .filter(({ key, bounds }) => rows.some((row) => row.key === key && row.hits >= bounds.max))
    .map(({ bounds, start }) => Math.ceil((start + bounds.windowMs - now.getTime()) / 1_000));
  return Math.max(0, ...waits);
}
