import { sql } from "drizzle-orm";
import { rateLimits } from "#db/schema/index.ts";
import type { StepCtx } from "./command.ts";

export type Limit = { max: number; windowMs: number };

/**
 * Counts one try under a key and says whether it is still allowed. The counter is a row, so every process of the school
 * shares it. It counts instead of throwing, because throwing would undo the count.
 */
export async function countTry(
  ctx: StepCtx,
  key: string,
  limit: Limit,
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const start = Math.floor(ctx.now.getTime() / limit.windowMs) * limit.windowMs;
  const [row] = await ctx.tx
    .insert(rateLimits)
    .values({ key, windowStart: new Date(start), hits: 1 })
    .onConflictDoUpdate({
      target: [rateLimits.key, rateLimits.windowStart],
      set: { hits: sql`${rateLimits.hits} + 1` },
    })
    .returning({ hits: rateLimits.hits });
  const retryAfterSeconds = Math.ceil((start + limit.windowMs - ctx.now.getTime()) / 1_000);
  return { allowed: (row?.hits ?? 1) <= limit.max, retryAfterSeconds };
}
