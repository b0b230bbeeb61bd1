import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { cohorts, courses, enrolmentAnswers, enrolmentQuestions, enrolments } from "#db/schema/index.ts";
import { loadCourse } from "../courses/load-course.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { type Question, QUESTIONS_MAX } from "./inputs.ts";
import { loadQuestions } from "./load-questions.ts";

/** A question as the office sees it; `answers`: how many have answered it as it stands. */
export type QuestionRow = Question & { cohortName: string | null; answers: number };

/** What a course asks, in the order in which it asks: for whoever may see the course. */
export async function listQuestions(ctx: ReadCtx, courseId: string): Promise<QuestionRow[]> {
  authorize(ctx, "course.read", {});
  const { course, teacherIds } = await loadCourse(ctx.read, courseId);
  const maySee = course.state === "published" ? "course.read" : "course.read_hidden";
  if (!isAllowed(ctx.actor, maySee, { teacherIds })) throw new Refusal("not_found");
  const rows = await ctx.read
    .select({
      question: enrolmentQuestions,
      cohortName: cohorts.name,
      answers:
        sql<unknown>`(select count(*) from ${enrolmentAnswers} where ${enrolmentAnswers.questionId} = ${enrolmentQuestions.id})`.mapWith(
          Number,
        ),
    })
    .from(enrolmentQuestions)
    .leftJoin(cohorts, eq(cohorts.id, enrolmentQuestions.cohortId))
    .where(and(eq(enrolmentQuestions.courseId, courseId), isNull(enrolmentQuestions.retiredAt)))
    .orderBy(asc(enrolmentQuestions.position), asc(enrolmentQuestions.id))
    .limit(QUESTIONS_MAX);
  return rows.map(({ question, ...rest }) => ({ ...question, ...rest }));
}

/** The cohorts for which a question of its own can be asked: those that are open, the newest first. The caller has found the course. */
export async function listQuestionCohorts(ctx: ReadCtx, courseId: string): Promise<{ id: string; name: string }[]> {
  return ctx.read
    .select({ id: cohorts.id, name: cohorts.name })
    .from(cohorts)
    .where(and(eq(cohorts.courseId, courseId), eq(cohorts.state, "open")))
    .orderBy(desc(cohorts.startsAt), desc(cohorts.id))
    .limit(COHORTS_SHOWN);
}

const COHORTS_SHOWN = 200;

/** A choice as it is offered: what is stored, and what it is called in the language of the page. */
export type OptionView = { value: string; label: string };

/** A question as whoever enrols reads it. `condition`: what they read where it depends on another answer. */
export type AskedView = Pick<Question, "id" | "rootId" | "kind" | "isRequired"> & {
  prompt: string;
  help: string;
  options: OptionView[];
  /** In which language its texts stand. */
  language: string;
  condition: { questionId: string; prompt: string; answer: string; answerLabel: string } | null;
};

/** What whoever enrols in a cohort is asked, in the language of the page where it is given in it. */
export async function listAskedQuestions(
  ctx: ReadCtx,
  at: { courseId: string; cohortId: string },
): Promise<AskedView[]> {
  const questions = await loadQuestions(ctx.read, at);
  if (questions.length === 0) return [];
  const [course] = await ctx.read
    .select({ language: courses.language })
    .from(courses)
    .where(eq(courses.id, at.courseId));
  const shown = questions.map((question) => localizeQuestion(question, course?.language ?? "en", ctx.language));
  return questions.map(({ id, rootId, kind, isRequired, onlyIfRootId, onlyIfAnswer }, place) => {
    const texts = shown[place] as LocalizedQuestion;
    const parentPlace = questions.findIndex((each) => each.rootId === onlyIfRootId);
    const [parent, parentTexts] = [questions[parentPlace], shown[parentPlace]];
    const condition = parent &&
      parentTexts &&
      onlyIfAnswer !== null && {
        ...{ questionId: parent.id, prompt: parentTexts.prompt, answer: onlyIfAnswer },
        answerLabel: parentTexts.options.find(({ value }) => value === onlyIfAnswer)?.label ?? onlyIfAnswer,
      };
    return { id, rootId, kind, isRequired, ...texts, condition: condition || null };
  });
}

type LocalizedQuestion = Pick<AskedView, "prompt" | "help" | "options" | "language">;

/** The texts of a question in a language; whole, or as they were written: half of a question in another language helps nobody. */
export function localizeQuestion(
  question: Pick<Question, "prompt" | "help" | "options" | "translations">,
  written: string,
  wanted: string | undefined,
): LocalizedQuestion {
  const own = wanted === undefined ? undefined : question.translations?.[wanted];
  const isGiven = Boolean(own?.prompt);
  return {
    prompt: own?.prompt || question.prompt,
    help: isGiven ? (own?.help ?? "") : question.help,
    options: question.options.map((value, place) => ({ value, label: own?.options?.[place] || value })),
    language: isGiven && wanted !== undefined ? wanted : written,
  };
}

/** What a cohort asks, as it stands; nothing of a cohort that nobody knows. */
export async function listCohortQuestions(ctx: ReadCtx, cohortId: string): Promise<Question[]> {
  const [cohort] = await ctx.read.select({ courseId: cohorts.courseId }).from(cohorts).where(eq(cohorts.id, cohortId));
  return cohort ? loadQuestions(ctx.read, { courseId: cohort.courseId, cohortId }) : [];
}

/** What the cohort of an enrolment asks, as it stands; nothing for an enrolment that nobody knows. */
export async function listEnrolmentQuestions(ctx: ReadCtx, enrolmentId: string): Promise<Question[]> {
  const [place] = await ctx.read
    .select({ courseId: enrolments.courseId, cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(eq(enrolments.id, enrolmentId));
  return place ? loadQuestions(ctx.read, place) : [];
}
