import { asc, type SQL } from "drizzle-orm";
import { enrolmentQuestions } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** The step that copies questions with what they were copied for. One that depends on another depends on that one's copy. Says their roots, by the old ones. */
export async function copyQuestions(
  ctx: StepCtx,
  which: SQL,
  to: { courseId: string; cohortId: string | null },
): Promise<ReadonlyMap<string, string>> {
  const asked = await ctx.tx
    .select()
    .from(enrolmentQuestions)
    .where(which)
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.id));
  const ids = new Map(asked.map(({ rootId }) => [rootId, createId("question")]));
  const rows = asked.map((question) => {
    const id = ids.get(question.rootId) as string;
    // A question of the course itself, which is not copied with a cohort, stays what another depends on.
    const onlyIfRootId = question.onlyIfRootId && (ids.get(question.onlyIfRootId) ?? question.onlyIfRootId);
    return { ...question, ...to, id, rootId: id, onlyIfRootId, createdAt: ctx.now };
  });
  if (rows.length > 0) await ctx.tx.insert(enrolmentQuestions).values(rows);
  return ids;
}
