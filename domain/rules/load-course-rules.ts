import type { ReadCtx } from "../kernel/command.ts";
import { loadRules, type RuleSet } from "./load-rules.ts";

/** Who may enrol in the cohorts that a page shows, in its language. Whoever may see a cohort may know its rules. */
export const loadCourseRules = (ctx: ReadCtx, cohorts: readonly { id: string }[]): Promise<Map<string, RuleSet>> =>
  loadRules(
    ctx.read,
    cohorts.map(({ id }) => id),
    ctx.language,
  );
