import { lt, desc } from "drizzle-orm";
import { auditLog } from "#db/schema/index.ts";
import { UNSEALED } from "#db/chains.ts";
import { hashAuditEntry } from "../audit.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/**
 * Works out the hashes of the newest entries again. An entry that was changed, or one that was removed between two, breaks the chain
 * there. `count` bounds the work; the whole chain is checked by a job.
 */
export async function checkAuditChain(ctx: ReadCtx, count: number): Promise<ChainCheck> {
  authorize(ctx, "audit.read", {});
  const newest = await ctx.read.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(count);
  const unsealed = newest.findIndex(({ hash }) => hash !== UNSEALED);
  const sealed = unsealed < 0 ? [] : newest.slice(unsealed);
  const left = newest.length - sealed.length;
  const first = sealed.at(-1);
  if (!first) return { checked: 0, unsealed: left, brokenAt: null };
  const [before] = await ctx.read
    .select({ hash: auditLog.hash })
    .from(auditLog)
    .where(lt(auditLog.seq, first.seq))
    .orderBy(desc(auditLog.seq))
    .limit(1);
  let previous = before ?? { hash: "" };
  for (const entry of sealed.reverse()) {
    if (entry.hash !== hashAuditEntry(previous.hash, entry))
      return { checked: sealed.length, unsealed: left, brokenAt: entry.seq };
    previous = entry;
  }
  return { checked: sealed.length, unsealed: left, brokenAt: null };
}

/**
 * Whether the newest entries still follow from one another. `brokenAt` is the first that does not; `unsealed` says how many newer ones
 * the chain has not reached yet.
 */
export type ChainCheck = { checked: number; unsealed: number; brokenAt: number | null };
