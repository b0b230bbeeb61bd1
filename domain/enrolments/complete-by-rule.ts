import { and, eq } from "drizzle-orm";
import { enrolments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { isComplete } from "./is-complete.ts";
import { loadCompletion, mayComplete } from "./load-completion.ts";
import { recordCompletion } from "./record-completion.ts";

type Whose = { studentId: string; courseId: string } | { enrolmentId: string };

/**
 * The step that completes what the rule of its cohort says is done: of a student in a course, whose materials count for each of their
 * cohorts, or of one enrolment. Says whether any was completed. It only ever completes: what is taken back, or a rule that asks more
 * later, changes nothing of what was completed.
 */
export async function completeByRule(ctx: StepCtx, whose: Whose): Promise<boolean> {
  const which =
    "enrolmentId" in whose
      ? eq(enrolments.id, whose.enrolmentId)
      : and(eq(enrolments.studentId, whose.studentId), eq(enrolments.courseId, whose.courseId));
  const found = await loadCompletion(ctx.tx, and(which, mayComplete));
  let hasCompleted = false;
  for (const { enrolmentId, ...completion } of found) {
    if (!isComplete(completion, completion)) continue;
    const before = { id: enrolmentId, state: "active" as const };
    hasCompleted =
      (await recordCompletion(ctx, before, { why: "the rule of the cohort", byRule: true })) || hasCompleted;
  }
  return hasCompleted;
}
