import { and, eq, isNull } from "drizzle-orm";
import { providerDifferences } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** A person has looked into a difference and says what it was. Refuses (`wrong_state`) one that is resolved already. */
export async function resolveDifference(
  ctx: WriteCtx,
  input: { differenceId: string; note: string },
): Promise<typeof providerDifferences.$inferSelect> {
  authorize(ctx, "reconciliation.resolve", {});
  const { differenceId, note } = input;
  const own = eq(providerDifferences.id, differenceId);
  const [resolved] = await ctx.tx
    .update(providerDifferences)
    .set({ resolvedAt: ctx.now, resolvedBy: getActorId(ctx.actor), note })
    .where(and(own, isNull(providerDifferences.resolvedAt)))
    .returning();
  if (!resolved) {
    const [there] = await ctx.tx.select({ id: providerDifferences.id }).from(providerDifferences).where(own);
    throw new Refusal(there ? "wrong_state" : "not_found");
  }
  const after = { kind: resolved.kind, subject: resolved.subject, why: note };
  await audit(ctx, "reconciliation.resolve", { type: "provider", id: resolved.provider }, { after });
  return resolved;
}
