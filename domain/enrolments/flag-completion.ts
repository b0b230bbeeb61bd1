import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { enrolments, stateChanges } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { isComplete } from "./is-complete.ts";
import { loadCompletion } from "./load-completion.ts";

/** As recordCompletion writes it down. */
const BY_RULE = "the rule of the cohort";

/**
 * The step after a mark was corrected: an enrolment that its cohort's rule has completed, and would complete no more, is shown to a person; one
 * that is in order again no longer is. It stays completed: a certificate may be out, and only a person takes that back. Says whether it
 * is in doubt.
 */
export async function flagCompletion(ctx: StepCtx, enrolmentId: string): Promise<boolean> {
  const itself = and(eq(enrolments.id, enrolmentId), eq(enrolments.state, "completed"));
  const [completion] = await loadCompletion(ctx.tx, itself);
  if (!completion) return false;
  const hasRule = completion.completionMaterialsPercent !== null || completion.completionAttendancePercent !== null;
  if (!hasRule || isComplete(completion, { ...completion, hasDoneSince: true })) {
    const doubted = and(itself, isNotNull(enrolments.completionDoubtedAt));
    await ctx.tx.update(enrolments).set({ completionDoubtedAt: null }).where(doubted);
    return false;
  }
  const [byRule] = await ctx.tx
    .select({ id: stateChanges.id })
    .from(stateChanges)
    .where(
      and(
        eq(stateChanges.objectType, "enrolment"),
        eq(stateChanges.objectId, enrolmentId),
        eq(stateChanges.toState, "completed"),
        eq(stateChanges.why, BY_RULE),
      ),
    )
    .limit(1);
  if (!byRule) return false;
  await ctx.tx
    .update(enrolments)
    .set({ completionDoubtedAt: ctx.now })
    .where(and(itself, isNull(enrolments.completionDoubtedAt)));
  return true;
}
