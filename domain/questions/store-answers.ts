import { and, eq, inArray } from "drizzle-orm";
import { enrolmentAnswers, enrolmentQuestions } from "#db/schema/index.ts";
import { addFile } from "../files/add-file.ts";
import { removeFiles } from "../files/remove-files.ts";
import type { StepCtx, VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { JudgedAnswer } from "./judge-answers.ts";

/** Stores what was answered beside a new enrolment. */
export async function storeAnswers(
  ctx: VerbPartCtx,
  enrolmentId: string,
  answers: readonly JudgedAnswer[],
): Promise<void> {
  for (const { questionId, value, file } of answers) {
    const fileId = file ? await addFile(ctx, file) : null;
    const row = { id: createId("answer"), enrolmentId, questionId, value, fileId, answeredAt: ctx.now };
    await ctx.tx.insert(enrolmentAnswers).values(row);
  }
}

/** Stores them in the place of those that were given before to the same questions, as these were then. */
export async function replaceAnswers(
  ctx: VerbPartCtx,
  enrolmentId: string,
  answers: readonly JudgedAnswer[],
  rootIds: readonly string[],
): Promise<void> {
  const kept = new Set(answers.filter(({ keepsFile }) => keepsFile).map(({ rootId }) => rootId));
  await removeAnswers(
    ctx,
    enrolmentId,
    rootIds.filter((rootId) => !kept.has(rootId)),
  );
  await storeAnswers(
    ctx,
    enrolmentId,
    answers.filter(({ keepsFile }) => !keepsFile),
  );
}

/** Takes answers away with their files: all of an enrolment, or those to some questions by their roots. Says how many there were. */
export async function removeAnswers(ctx: StepCtx, enrolmentId: string, rootIds?: readonly string[]): Promise<number> {
  if (rootIds?.length === 0) return 0;
  const asked = ctx.tx
    .select({ id: enrolmentQuestions.id })
    .from(enrolmentQuestions)
    .where(inArray(enrolmentQuestions.rootId, [...(rootIds ?? [])]));
  const gone = await ctx.tx
    .delete(enrolmentAnswers)
    .where(
      and(
        eq(enrolmentAnswers.enrolmentId, enrolmentId),
        rootIds ? inArray(enrolmentAnswers.questionId, asked) : undefined,
      ),
    )
    .returning({ fileId: enrolmentAnswers.fileId });
  await removeFiles(
    ctx,
    gone.flatMap(({ fileId }) => fileId ?? []),
  );
  return gone.length;
}
