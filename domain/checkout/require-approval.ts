import { and, eq, inArray } from "drizzle-orm";
import { outbox, refunds } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { CohortDecision } from "./get-cohort-decision.ts";

type Refund = typeof refunds.$inferSelect;

/**
 * Refunds of a cancelled cohort that are more together than one person may send: each waits for a second one, as asked for by whoever has cancelled
 * the cohort. Gives back the refunds as they are now.
 */
export async function requireApproval(ctx: StepCtx, asked: Refund[], { askedBy }: CohortDecision): Promise<Refund[]> {
  if (askedBy === null || asked.length === 0) return asked;
  const ids = asked.map(({ id }) => id);
  const set = { approval: "awaited" as const, requestedBy: askedBy };
  // Nobody is promised what may still be declined: the mail of this same write is taken back, and goes out with the approval.
  await ctx.tx.delete(outbox).where(and(eq(outbox.kind, "refund_account_wanted"), inArray(outbox.dedupeKey, ids)));
  return ctx.tx.update(refunds).set(set).where(inArray(refunds.id, ids)).returning();
}
