import { inArray } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";
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
  return ctx.tx.update(refunds).set(set).where(inArray(refunds.id, ids)).returning();
}
