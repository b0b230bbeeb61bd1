import { asc, inArray } from "drizzle-orm";
import { enrolmentAnswers, enrolmentQuestions } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type AnswerView, selectAnswers, toAnswerView } from "./list-answers.ts";

/** The answers of many enrolments at once, for a file of the office: by enrolment, in the order in which they were asked. */
export async function listAnswersByEnrolment(
  ctx: ReadCtx,
  enrolmentIds: readonly string[],
): Promise<Map<string, AnswerView[]>> {
  authorize(ctx, "enrolment.list", {});
  if (enrolmentIds.length === 0) return new Map();
  const rows = await selectAnswers(ctx)
    .where(inArray(enrolmentAnswers.enrolmentId, [...enrolmentIds]))
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.rootId), asc(enrolmentAnswers.id));
  return Map.groupBy(
    rows.map((row) => toAnswerView(row, ctx)),
    ({ enrolmentId }) => enrolmentId,
  );
}
