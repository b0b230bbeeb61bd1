import { sql } from "drizzle-orm";
import { atMost, bool, check, index, integer, json, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { QUESTION_KINDS } from "../enums.ts";
import { cohorts, courses, files } from "./courses.ts";
import { enrolments } from "./enrolments.ts";

/**
 * What a school asks whoever enrols. Once somebody has answered, a question is never changed in place: it is retired, and the
 * changed one is a row of its own, so that each answer stays beside what was asked.
 */
export const enrolmentQuestions = table(
  "enrolment_questions",
  {
    id: text().primaryKey(),
    /** The first of the rows that one question has been: who has answered one of them has answered it. */
    rootId: text().notNull(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    /** None is all cohorts of the course. */
    cohortId: text().references(() => cohorts.id),
    kind: text(QUESTION_KINDS).notNull(),
    prompt: text().notNull(),
    help: text().notNull().default(""),
    /** Of a choice. An answer is one of them, as it stands here. */
    options: json<string[]>().notNull(),
    /** What stands in other languages than that of the course, by their tags; options in their order. */
    translations: json<Record<string, { prompt?: string; help?: string; options?: string[] }>>(),
    isRequired: bool().notNull().default(false),
    /** It is asked only of whoever answers another question so: that question's root, and its answer. */
    onlyIfRootId: text(),
    onlyIfAnswer: text(),
    position: integer().notNull().default(0),
    retiredAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("enrolment_questions_one_live").on(t.rootId).where(sql`retired_at is null`),
    index("enrolment_questions_by_course").on(t.courseId, t.position, t.id),
    index("enrolment_questions_live").on(t.courseId, t.cohortId).where(sql`retired_at is null`),
    oneOf("enrolment_questions_kind", t.kind, QUESTION_KINDS),
    check("enrolment_questions_only_if", sql`(${t.onlyIfRootId} is null) = (${t.onlyIfAnswer} is null)`),
    atMost("enrolment_questions_prompt_length", t.prompt, 500),
    atMost("enrolment_questions_help_length", t.help, 1000),
  ],
);

/** What somebody answered, beside their enrolment. Erasing takes the row away. */
export const enrolmentAnswers = table(
  "enrolment_answers",
  {
    id: text().primaryKey(),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    questionId: text()
      .notNull()
      .references(() => enrolmentQuestions.id),
    /** As it was typed; an option; `yes` for a box that was ticked; a day (`2027-03-03`); the name of a file. */
    value: text().notNull(),
    fileId: text().references(() => files.id),
    answeredAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("enrolment_answers_once").on(t.enrolmentId, t.questionId),
    index("enrolment_answers_by_question").on(t.questionId),
    index("enrolment_answers_by_file").on(t.fileId),
    atMost("enrolment_answers_value_length", t.value, 4000),
  ],
);
