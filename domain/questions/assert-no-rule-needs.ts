import { eq } from "drizzle-orm";
import { cohortRules, cohorts } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Question } from "./inputs.ts";

/** Refuses to change what a question asks, or whom, while a cohort judges the age by its answer. */
export async function assertNoRuleNeeds(ctx: StepCtx, { rootId }: Pick<Question, "rootId">): Promise<void> {
  const [cohort] = await ctx.tx
    .select({ name: cohorts.name })
    .from(cohortRules)
    .innerJoin(cohorts, eq(cohorts.id, cohortRules.cohortId))
    .where(eq(cohortRules.birthRootId, rootId))
    .limit(1);
  if (cohort)
    throw new Refusal("wrong_state", { words: message("refusals.rule_needs_question", { name: cohort.name }) });
}
