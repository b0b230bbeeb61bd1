import { message, type Message } from "#messages/message.ts";
import type { StoredFile } from "../files/store.ts";
import { FIRST_YEAR, LAST_YEAR } from "../kernel/local-time.ts";
import { createTextInput } from "../kernel/text-inputs.ts";
import { type GivenAnswer, type Question, QUESTION_LENGTHS } from "./inputs.ts";

/** What a question needs to be judged by. */
export type AskedQuestion = Pick<
  Question,
  "id" | "rootId" | "kind" | "options" | "isRequired" | "onlyIfRootId" | "onlyIfAnswer"
>;

/** An answer as it is stored; `keepsFile`: the file that was sent before stays. */
export type JudgedAnswer = { questionId: string; rootId: string; value: string; file?: StoredFile; keepsFile?: true };

/** `problems`: what to say of which question, by its id. */
export type Judged = { answers: JudgedAnswer[]; problems: Map<string, Message> };

const AnswerText = createTextInput(QUESTION_LENGTHS.answer);

/**
 * Judges what somebody answers to the questions they are asked. Whether one is asked follows from the answers themselves, however
 * long the chain: what is not asked is not stored, and not missed. `storedFiles` are the roots of those for which a file was sent before.
 */
export function judgeAnswers(
  questions: readonly AskedQuestion[],
  given: readonly GivenAnswer[],
  storedFiles: ReadonlySet<string> = new Set(),
): Judged {
  const readings = new Map(
    questions.map((question) => [
      question.rootId,
      readAnswer(
        question,
        given.find(({ questionId }) => questionId === question.id),
      ),
    ]),
  );
  const judged: Judged = { answers: [], problems: new Map() };
  for (const question of questions) {
    if (!isAsked(question, questions, (rootId) => readings.get(rootId)?.value)) continue;
    const { value, file, problem } = readings.get(question.rootId) ?? { value: "" };
    const { id: questionId, rootId } = question;
    if (problem) judged.problems.set(questionId, problem);
    else if (file) judged.answers.push({ questionId, rootId, value: file.name, file });
    else if (question.kind === "file" && storedFiles.has(rootId)) {
      judged.answers.push({ questionId, rootId, value: "", keepsFile: true });
    } else if (isMissing(question, value)) judged.problems.set(questionId, missingMessage(question));
    else if (value !== "") judged.answers.push({ questionId, rootId, value });
  }
  return judged;
}

/** Whether a question is asked of whoever answers so: the one it depends on is asked too, and is answered as it says. */
function isAsked(
  question: Pick<AskedQuestion, "onlyIfRootId" | "onlyIfAnswer">,
  all: readonly AskedQuestion[],
  valueOf: (rootId: string) => string | undefined,
): boolean {
  let at: typeof question | undefined = question;
  // As many steps as there are questions at most: a circle asks nobody.
  for (let steps = 0; at !== undefined && steps <= all.length; steps += 1) {
    const parent: string | null = at.onlyIfRootId;
    if (parent === null) return true;
    if (valueOf(parent) !== at.onlyIfAnswer) return false;
    at = all.find(({ rootId }) => rootId === parent);
  }
  return false;
}

type Read = { value: string; file?: StoredFile; problem?: Message };

function readAnswer(question: AskedQuestion, given: GivenAnswer | undefined): Read {
  const typed = given?.value.trim() ?? "";
  switch (question.kind) {
    case "text": {
      const text = AnswerText.safeParse(typed);
      if (text.success) return { value: text.data };
      return { value: "", problem: message("fields.characters_max", { count: QUESTION_LENGTHS.answer }) };
    }
    case "choice":
      if (typed === "" || question.options.includes(typed)) return { value: typed };
      return { value: "", problem: message("fields.answer_no_option") };
    case "checkbox":
    case "consent":
      return { value: ["yes", "on", "true"].includes(typed) ? "yes" : "no" };
    case "date":
      if (typed === "" || (isDay(typed) && isWithinReach(typed))) return { value: typed };
      if (isDay(typed)) {
        const range = { first: String(FIRST_YEAR), last: String(LAST_YEAR) };
        return { value: "", problem: message("fields.answer_day_range", range) };
      }
      return { value: "", problem: message("fields.answer_no_day") };
    case "file":
      return given?.file ? { value: given.file.name, file: given.file } : { value: "" };
  }
}

/** A day of the calendar as ISO 8601 writes it. */
function isDay(typed: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return false;
  const at = new Date(`${typed}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed);
}

/** In the life of anybody who is alive. */
function isWithinReach(day: string): boolean {
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const isMissing = ({ isRequired, kind }: AskedQuestion, value: string) =>
  isRequired && (value === "" || (value === "no" && (kind === "checkbox" || kind === "consent")));

function missingMessage({ kind }: AskedQuestion): Message {
  if (kind === "consent") return message("fields.consent_needed");
  if (kind === "file") return message("fields.choose_file");
  return message(kind === "checkbox" ? "fields.box_needed" : "fields.answer_needed");
}
