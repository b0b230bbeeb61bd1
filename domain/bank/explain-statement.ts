import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { bankStatements } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Says why a statement that does not follow on from the one before is in order: the account was opened anew, the bank has closed the books of a day
 * twice. Refuses (`not_found`) one that there is not, and (`wrong_state`) one that follows on, or was explained.
 */
export async function explainStatement(
  ctx: WriteCtx,
  { statementId, why }: { statementId: string; why: string },
): Promise<typeof bankStatements.$inferSelect> {
  authorize(ctx, "bank.explain", {});
  const own = eq(bankStatements.id, statementId);
  const [found] = await ctx.tx.select({ problem: bankStatements.problem }).from(bankStatements).where(own);
  if (!found) throw new Refusal("not_found");
  const [explained] = await ctx.tx
    .update(bankStatements)
    .set({
      explanation: why,
      explainedAt: ctx.now,
      explainedBy: ctx.actor.type === "user" ? getActorId(ctx.actor) : null,
    })
    .where(and(own, isNotNull(bankStatements.problem), isNull(bankStatements.explainedAt)))
    .returning();
  if (!explained) throw new Refusal("wrong_state");
  const after = { why, problem: explained.problem };
  await audit(ctx, "bank.explain", { type: "bank_statement", id: statementId }, { after });
  return explained;
}
