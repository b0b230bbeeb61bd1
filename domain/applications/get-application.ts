import { asc, eq } from "drizzle-orm";
import { applicationAnswers, courses, enrolmentQuestions } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import { isAllowed } from "../policy.ts";
import type { AnswerView } from "../questions/list-answers.ts";
import { localizeQuestion } from "../questions/list-questions.ts";
import { type ApplicationRow, applicationList } from "./list-applications.ts";

export type ApplicationPage = ApplicationRow & { answers: AnswerView[]; history: HistoryEntry[] };

/** An application as the office decides it, with what the student answered; undefined where the actor may not see it. */
export async function getApplication(ctx: ReadCtx, applicationId: string): Promise<ApplicationPage | undefined> {
  if (!isId("application", applicationId) || !isAllowed(ctx.actor, "application.list")) return undefined;
  const newest = { sort: "applied", direction: "desc", page: 1 } as const;
  const [application] = (await applicationList.page(ctx, { id: applicationId }, newest)).items;
  if (!application) return undefined;
  const answers = await listApplicationAnswers(ctx, applicationId);
  const history = await getHistory(ctx.read, { type: "application", id: applicationId });
  return { ...application, answers, history };
}

async function listApplicationAnswers(ctx: ReadCtx, applicationId: string): Promise<AnswerView[]> {
  const rows = await ctx.read
    .select({ answer: applicationAnswers, question: enrolmentQuestions, written: courses.language })
    .from(applicationAnswers)
    .innerJoin(enrolmentQuestions, eq(enrolmentQuestions.id, applicationAnswers.questionId))
    .innerJoin(courses, eq(courses.id, enrolmentQuestions.courseId))
    .where(eq(applicationAnswers.applicationId, applicationId))
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.rootId), asc(applicationAnswers.id));
  return rows.map(({ answer, question, written }) => {
    const { prompt, language, options } = localizeQuestion(question, written, ctx.language);
    const label = question.kind === "choice" ? options.find(({ value }) => value === answer.value)?.label : undefined;
    return {
      ...{ id: answer.id, enrolmentId: "", questionId: question.id, rootId: question.rootId, kind: question.kind },
      ...{ prompt, language, value: label ?? answer.value, stored: answer.value },
      ...{ fileId: answer.fileId, answeredAt: answer.answeredAt },
    };
  });
}
