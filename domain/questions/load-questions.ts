import { and, asc, eq, isNull, or } from "drizzle-orm";
import { enrolmentQuestions } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type GivenAnswer, type Question, QUESTIONS_MAX } from "./inputs.ts";
import { type JudgedAnswer, judgeAnswers } from "./judge-answers.ts";

/** What whoever enrols in a cohort is asked: the questions of its course and its own, in their order. */
export async function loadQuestions(
  from: Reader | Tx,
  { courseId, cohortId }: { courseId: string; cohortId: string },
): Promise<Question[]> {
  return from
    .select()
    .from(enrolmentQuestions)
    .where(
      and(
        eq(enrolmentQuestions.courseId, courseId),
        isNull(enrolmentQuestions.retiredAt),
        or(isNull(enrolmentQuestions.cohortId), eq(enrolmentQuestions.cohortId, cohortId)),
      ),
    )
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.id))
    .limit(QUESTIONS_MAX);
}

/** The name of a question's field in every form, and in what is said of it. */
export const getQuestionField = (questionId: string) => `answer:${questionId}`;

/**
 * The answers to store, or a refusal (`answers_refused`) that says beside each question what is wrong with its answer. What answers a
 * question that was retired meanwhile is left out; the one in its place is then missed, and asked.
 */
export function requireAnswers(
  questions: readonly Question[],
  given: readonly GivenAnswer[],
  storedFiles?: ReadonlySet<string>,
): JudgedAnswer[] {
  const { answers, problems } = judgeAnswers(questions, given, storedFiles);
  if (problems.size === 0) return answers;
  const fields = Object.fromEntries([...problems].map(([id, problem]) => [getQuestionField(id), problem]));
  throw new Refusal("answers_refused", { words: message("refusals.answers_refused"), fields });
}
