import { and, count, eq, isNull } from "drizzle-orm";
import { enrolmentQuestions } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort, loadCourse } from "../courses/load-course.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { checkCondition } from "./check-condition.ts";
import { type Question, type QuestionFields, QUESTIONS_MAX } from "./inputs.ts";

/** Asks one more thing of whoever enrols in a course, or in one of its cohorts. Refuses more than `QUESTIONS_MAX`. */
export async function addQuestion(ctx: WriteCtx, input: { courseId: string } & QuestionFields): Promise<Question> {
  authorize(ctx, "question.edit", {});
  const { courseId, cohortId, onlyIfQuestionId, ...fields } = input;
  const { course } = await loadCourse(ctx.tx, courseId);
  if (cohortId !== null && (await loadCohort(ctx.tx, cohortId)).courseId !== courseId) throw new Refusal("not_found");
  const [live] = await ctx.tx
    .select({ rows: count() })
    .from(enrolmentQuestions)
    .where(and(eq(enrolmentQuestions.courseId, courseId), isNull(enrolmentQuestions.retiredAt)));
  if ((live?.rows ?? 0) >= QUESTIONS_MAX) {
    throw new Refusal("invalid_input", { words: message("refusals.questions_max", { count: QUESTIONS_MAX }) });
  }
  const onlyIf = await checkCondition(ctx, { courseId, cohortId, onlyIfQuestionId, ...fields });
  const id = createId("question");
  const question: Question = {
    ...{ id, rootId: id, courseId, cohortId, ...fields, onlyIfRootId: onlyIf?.rootId ?? null },
    ...{ onlyIfAnswer: onlyIf ? fields.onlyIfAnswer : null, retiredAt: null, createdAt: ctx.now },
  };
  await ctx.tx.insert(enrolmentQuestions).values(question);
  const after = { question: id, kind: fields.kind, prompt: fields.prompt, cohort: cohortId ?? undefined };
  await audit(ctx, "question.edit", { type: "course", id: course.id }, { after });
  return question;
}
