import { lt, desc } from "drizzle-orm";
import { auditLog } from "#db/schema/index.ts";
import { hashAuditEntry } from "../audit.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/**
 * Works out the hashes of the newest entries again. An entry that was changed, or one missing between two, breaks the chain
 * there. `count` bounds the work; the whole chain is checked by a job.
 */
export async function checkAuditChain(ctx: ReadCtx, count: number): Promise<ChainCheck> {
  authorize(ctx, "audit.read", {});
  const newest = await ctx.read.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(count);
  const first = newest.at(-1);
  if (!first) return { checked: 0, brokenAt: null };
  const [before] = await ctx.read
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .where(lt(auditLog.seq, first.seq))
    .orderBy(desc(auditLog.seq))
    .limit(1);
  let previous = before ?? { seq: 0, hash: "" };
  for (const entry of newest.reverse()) {
    const follows = entry.seq === previous.seq + 1 && entry.hash === hashAuditEntry(previous.hash, entry);
    if (!follows) return { checked: newest.length, brokenAt: entry.seq };
    previous = entry;
  }
  return { checked: newest.length, brokenAt: null };
}

/** Whether the newest entries still follow from one another. `brokenAt` is the first that does not. */
export type ChainCheck = { checked: number; brokenAt: number | null };
