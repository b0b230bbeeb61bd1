import { asc, eq } from "drizzle-orm";
import { courses, courseStaff, enrolmentAnswers, enrolmentQuestions, enrolments } from "#db/schema/index.ts";
import type { QuestionKind } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { localizeQuestion } from "./list-questions.ts";

/** What somebody answered, beside what they were asked then. */
export type AnswerView = {
  id: string;
  enrolmentId: string;
  questionId: string;
  rootId: string;
  kind: QuestionKind;
  prompt: string;
  /** In which language the question stands. */
  language: string;
  /** As it is stored; a choice in the language of the page. `yes` or `no` of a box. */
  value: string;
  /** A choice as it is stored, whatever the page's language. */
  stored: string;
  fileId: string | null;
  answeredAt: Date;
};

/** The answers at one enrolment, in the order in which they were asked: for the student, who teaches, and the office. */
export async function listAnswers(ctx: ReadCtx, enrolmentId: string): Promise<AnswerView[]> {
  const [enrolment] = await ctx.read
    .select({ studentId: enrolments.studentId, courseId: enrolments.courseId })
    .from(enrolments)
    .where(eq(enrolments.id, enrolmentId));
  // Whose answers they are needs nobody else's permission.
  const isOwn = ctx.actor.type === "user" && ctx.actor.id === enrolment?.studentId;
  const staff =
    enrolment && !isOwn
      ? await ctx.read
          .select({ userId: courseStaff.userId })
          .from(courseStaff)
          .where(eq(courseStaff.courseId, enrolment.courseId))
      : [];
  const teacherIds = staff.map(({ userId }) => userId);
  authorize(ctx, "enrolment.read", { ownerId: enrolment?.studentId ?? null, teacherIds });
  if (!enrolment) throw new Refusal("not_found");
  const rows = await selectAnswers(ctx)
    .where(eq(enrolmentAnswers.enrolmentId, enrolmentId))
    .orderBy(...inOrder);
  return rows.map((row) => toAnswerView(row, ctx));
}

/** The answers of a whole class. Whether they may be read was asked with the class. */
export async function listCohortAnswers(ctx: ReadCtx, cohortId: string): Promise<AnswerView[]> {
  const staff = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(enrolments)
    .innerJoin(courseStaff, eq(courseStaff.courseId, enrolments.courseId))
    .where(eq(enrolments.cohortId, cohortId))
    .groupBy(courseStaff.userId);
  authorize(ctx, "enrolment.read", { ownerId: null, teacherIds: staff.map(({ userId }) => userId) });
  const rows = await selectAnswers(ctx)
    .where(eq(enrolments.cohortId, cohortId))
    .orderBy(...inOrder);
  return rows.map((row) => toAnswerView(row, ctx));
}

const inOrder = [asc(enrolmentQuestions.position), asc(enrolmentQuestions.rootId), asc(enrolmentAnswers.id)];

/** SQL: answers beside what was asked, for whoever has asked the policy. */
export function selectAnswers(ctx: ReadCtx) {
  return ctx.read
    .select({ answer: enrolmentAnswers, question: enrolmentQuestions, written: courses.language })
    .from(enrolmentAnswers)
    .innerJoin(enrolmentQuestions, eq(enrolmentQuestions.id, enrolmentAnswers.questionId))
    .innerJoin(enrolments, eq(enrolments.id, enrolmentAnswers.enrolmentId))
    .innerJoin(courses, eq(courses.id, enrolmentQuestions.courseId));
}

type Row = Awaited<ReturnType<typeof selectAnswers>>[number];

export function toAnswerView({ answer, question, written }: Row, { language: wanted }: ReadCtx): AnswerView {
  const { id, enrolmentId, questionId, value, fileId, answeredAt } = answer;
  const { prompt, language, options } = localizeQuestion(question, written, wanted);
  const label = question.kind === "choice" ? options.find((option) => option.value === value)?.label : undefined;
  const { rootId, kind } = question;
  return {
    ...{ id, enrolmentId, questionId, rootId, kind, prompt, language },
    ...{ value: label ?? value, stored: value, fileId, answeredAt },
  };
}
