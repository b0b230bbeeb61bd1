import { eq } from "drizzle-orm";
import { cohorts, courses, priceRules } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import type { PriceRule } from "./load-price-rules.ts";

export type PriceRuleView = PriceRule & { courseTitle: string | null; cohortName: string | null };

/** One price rule as the office sees it; undefined when there is none or the actor may not see it. */
export async function getPriceRule(ctx: ReadCtx, priceRuleId: string): Promise<PriceRuleView | undefined> {
  if (!isAllowed(ctx.actor, "price_rule.list")) return undefined;
  const [found] = await ctx.read
    .select({ rule: priceRules, courseTitle: courses.title, cohortName: cohorts.name })
    .from(priceRules)
    .leftJoin(courses, eq(courses.id, priceRules.courseId))
    .leftJoin(cohorts, eq(cohorts.id, priceRules.cohortId))
    .where(eq(priceRules.id, priceRuleId));
  return found && { ...found.rule, courseTitle: found.courseTitle, cohortName: found.cohortName };
}
