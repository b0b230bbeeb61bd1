import { eq } from "drizzle-orm";
import { cohortPrerequisites, cohortRules } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { moveDay } from "./move-meetings.ts";

/**
 * The step that copies who may enrol in a cohort. The day on which an age counts moves with the other days; `questionIds` are the roots of
 * the copies of its questions, by those of the originals.
 */
export async function copyRules(
  ctx: StepCtx,
  fromId: string,
  to: { cohortId: string; days: number; questionIds: ReadonlyMap<string, string> },
): Promise<void> {
  const { cohortId } = to;
  const [rules] = await ctx.tx.select().from(cohortRules).where(eq(cohortRules.cohortId, fromId));
  if (!rules) return;
  const birthRootId = rules.birthRootId && (to.questionIds.get(rules.birthRootId) ?? rules.birthRootId);
  const ageOn = moveDay(rules.ageOn, to.days);
  await ctx.tx.insert(cohortRules).values({ ...rules, cohortId, birthRootId, ageOn, updatedAt: ctx.now });
  const before = await ctx.tx.select().from(cohortPrerequisites).where(eq(cohortPrerequisites.cohortId, fromId));
  if (before.length === 0) return;
  await ctx.tx.insert(cohortPrerequisites).values(before.map(({ courseId }) => ({ cohortId, courseId })));
}
