import { asc, eq } from "drizzle-orm";
import { courses, enrolmentQuestions } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { localizeQuestion } from "./list-questions.ts";

/** Everything that was ever asked in a course, in its latest words: the heads of the columns of a file. */
export async function listQuestionHeads(ctx: ReadCtx, courseId: string): Promise<{ rootId: string; prompt: string }[]> {
  authorize(ctx, "enrolment.list", {});
  const rows = await ctx.read
    .select({ question: enrolmentQuestions, written: courses.language })
    .from(enrolmentQuestions)
    .innerJoin(courses, eq(courses.id, enrolmentQuestions.courseId))
    .where(eq(enrolmentQuestions.courseId, courseId))
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.createdAt), asc(enrolmentQuestions.id));
  // The latest version of a question has its last words; a map keeps the place of the first.
  const heads = new Map(
    rows.map(({ question, written }) => [question.rootId, localizeQuestion(question, written, ctx.language).prompt]),
  );
  return [...heads].map(([rootId, prompt]) => ({ rootId, prompt }));
}
