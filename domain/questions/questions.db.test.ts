import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog, cohorts, enrolmentAnswers, enrolments, files } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { setCourseStaff } from "../courses/set-course-staff.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { getFile } from "../files/get-file.ts";
import { addQuestion } from "./add-question.ts";
import { answerQuestions } from "./answer-questions.ts";
import { editQuestion } from "./edit-question.ts";
import { eraseAnswers } from "./erase-answers.ts";
import { type GivenAnswer, QuestionFields } from "./inputs.ts";
import { listAnswers, listCohortAnswers } from "./list-answers.ts";
import { listAskedQuestions, listQuestions } from "./list-questions.ts";
import { retireQuestion } from "./retire-question.ts";

let school: TestSchool;
type Person = Awaited<ReturnType<TestSchool["person"]>>;
let [admin, student]: Person[] = [];
let cohort: { id: string; courseId: string };
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());
beforeEach(async () => {
  admin = await school.person("admin");
  student = await school.person("student");
  cohort = await school.cohort({ capacity: 5 });
});

const someone = (who: Person | undefined) => who as Person;
const office = <T>(verb: Parameters<ReturnType<TestSchool["as"]>>[0]) => school.as(someone(admin))(verb) as Promise<T>;
const ask = (fields: Partial<QuestionFields>, at = cohort) =>
  office<Awaited<ReturnType<typeof addQuestion>>>((ctx) =>
    addQuestion(ctx, { courseId: at.courseId, ...QuestionFields.parse({ kind: "text", prompt: "Why?", ...fields }) }),
  );
const enrol = (answers: GivenAnswer[] = [], who = someone(student), cohortId = cohort.id) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, answers }));
const file = { sha256: "ab".repeat(32), name: "pass.pdf", mediaType: "application/pdf", sizeBytes: 9 };

async function seats() {
  const [row] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohort.id));
  return { held: row?.held, taken: row?.taken };
}

test.each([0, 500])(
  "nobody gets a place at a price of %i without what is asked, and no seat goes",
  async (priceMinor) => {
    cohort = await school.cohort({ capacity: 5, priceMinor });
    const { id } = await ask({ isRequired: true });
    const refused = {
      code: "answers_refused",
      detail: { fields: { [`answer:${id}`]: { key: "fields.answer_needed" } } },
    };
    await expect(enrol()).rejects.toMatchObject(refused);
    expect(await seats()).toEqual({ held: 0, taken: 0 });
    const { enrolment } = await enrol([{ questionId: id, value: "Because." }]);
    const [answer] = await listAnswers(school.reading(someone(student)), enrolment.id);
    expect(answer).toMatchObject({ prompt: "Why?", value: "Because." });
  },
);

test("a question of one cohort is asked in that one alone", async () => {
  const other = await school.cohort({ name: "Spring" }, { id: cohort.courseId });
  await ask({ isRequired: true, cohortId: other.id });
  await enrol();
  await expect(enrol([], someone(student), other.id)).rejects.toMatchObject({ code: "answers_refused" });
});

test("a question that somebody answered keeps what it asked; the changed one is asked of those who come", async () => {
  const menu = await ask({ kind: "choice", prompt: "Menu?", options: ["Meat", "Fish"], isRequired: true });
  const { enrolment } = await enrol([{ questionId: menu.id, value: "Meat" }]);
  const fields = QuestionFields.parse({
    kind: "choice",
    prompt: "Lunch?",
    options: ["Fish", "Beans"],
    isRequired: true,
  });
  const changed = await office<typeof menu>((ctx) => editQuestion(ctx, { questionId: menu.id, ...fields }));
  expect(changed).toMatchObject({ rootId: menu.rootId, prompt: "Lunch?" });
  expect(changed.id).not.toBe(menu.id);
  const reading = school.reading(someone(student));
  expect(await listAnswers(reading, enrolment.id)).toMatchObject([{ prompt: "Menu?", value: "Meat" }]);
  expect(await listAskedQuestions(reading, { ...cohort, cohortId: cohort.id })).toMatchObject([{ id: changed.id }]);
  const late = await school.person("student");
  await expect(enrol([{ questionId: menu.id, value: "Meat" }], late)).rejects.toMatchObject({
    code: "answers_refused",
  });
  await expect(office((ctx) => editQuestion(ctx, { questionId: menu.id, ...fields }))).rejects.toMatchObject({
    code: "wrong_state",
  });
  const answers = [{ questionId: changed.id, value: "Beans" }];
  await school.as(someone(student))((ctx) => answerQuestions(ctx, { enrolmentId: enrolment.id, answers }));
  expect(await listAnswers(reading, enrolment.id)).toMatchObject([{ prompt: "Lunch?", value: "Beans" }]);
});

test("a question that nobody has answered is changed where it is", async () => {
  const menu = await ask({});
  const fields = QuestionFields.parse({ kind: "text", prompt: "Why now?" });
  const changed = await office<typeof menu>((ctx) => editQuestion(ctx, { questionId: menu.id, ...fields }));
  expect(changed).toMatchObject({ id: menu.id, prompt: "Why now?" });
});

test("an answer on which another question depends cannot be taken away, and neither can its question", async () => {
  const menu = await ask({ kind: "choice", options: ["Meat", "Fish"] });
  await ask({ prompt: "Which fish?", onlyIfQuestionId: menu.id, onlyIfAnswer: "Fish" });
  const without = QuestionFields.parse({ kind: "choice", prompt: "Menu?", options: ["Meat", "Beans"] });
  await expect(office((ctx) => editQuestion(ctx, { questionId: menu.id, ...without }))).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { options: { key: "fields.another_depends" } } },
  });
  await expect(office((ctx) => retireQuestion(ctx, { questionId: menu.id }))).rejects.toMatchObject({
    code: "wrong_state",
  });
  await expect(ask({ onlyIfQuestionId: menu.id, onlyIfAnswer: "Beans" })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("the office erases answers with their files, and the audit log never said what they were", async () => {
  const [why, pass] = [await ask({}), await ask({ kind: "file", prompt: "Passport?" })];
  const { enrolment } = await enrol([
    { questionId: why.id, value: "a secret illness" },
    { questionId: pass.id, value: "", file },
  ]);
  const [sent] = (await listAnswers(school.reading(someone(student)), enrolment.id)).filter(({ fileId }) => fileId);
  const fileId = sent?.fileId ?? "";
  const stranger = await school.person("student");
  expect(await getFile(school.reading(someone(student)), fileId)).toMatchObject({ name: "pass.pdf" });
  expect(await getFile(school.reading(someone(admin)), fileId)).toMatchObject({ name: "pass.pdf" });
  expect(await getFile(school.reading(stranger), fileId)).toBeUndefined();
  const erase = (who: Person) => school.as(who)((ctx) => eraseAnswers(ctx, { enrolmentId: enrolment.id }));
  await expect(erase(someone(student))).rejects.toMatchObject({ code: "forbidden" });
  expect(await erase(someone(admin))).toBe(2);
  expect(await erase(someone(admin))).toBe(0);
  const { read } = school.database;
  expect(await read.select().from(enrolmentAnswers).where(eq(enrolmentAnswers.enrolmentId, enrolment.id))).toEqual([]);
  expect(await read.select().from(files).where(eq(files.id, fileId))).toEqual([]);
  const log = await read.select().from(auditLog).where(eq(auditLog.objectId, enrolment.id));
  expect(log.map(({ action }) => action)).toContain("answer.erase");
  expect(JSON.stringify(log)).not.toContain("illness");
});

test("whom the office gave a place answers later, and a file that was sent stays until another one comes", async () => {
  const pass = await ask({ kind: "file", isRequired: true });
  const place = { cohortId: cohort.id, studentId: someone(student).id, why: "a prize" };
  const enrolment = await office<typeof enrolments.$inferSelect>((ctx) => addEnrolment(ctx, place));
  const answer = (answers: GivenAnswer[]) =>
    school.as(someone(student))((ctx) => answerQuestions(ctx, { enrolmentId: enrolment.id, answers }));
  await expect(answer([])).rejects.toMatchObject({ code: "answers_refused" });
  await answer([{ questionId: pass.id, value: "", file }]);
  await answer([]);
  const found = await listAnswers(school.reading(someone(student)), enrolment.id);
  expect(found).toMatchObject([{ value: "pass.pdf" }]);
  await answer([{ questionId: pass.id, value: "", file: { ...file, name: "new.pdf" } }]);
  expect(await getFile(school.reading(someone(student)), found[0]?.fileId ?? "")).toBeUndefined();
});

test("who teaches reads the answers of a class; others of the same school do not", async () => {
  const why = await ask({});
  const { enrolment } = await enrol([{ questionId: why.id, value: "Because." }]);
  const [teacher, other] = [await school.person("instructor"), await school.person("instructor")];
  await office((ctx) => setCourseStaff(ctx, { courseId: cohort.courseId, staff: [{ userId: teacher.id, about: "" }] }));
  expect(await listCohortAnswers(school.reading(teacher), cohort.id)).toMatchObject([{ value: "Because." }]);
  await expect(listCohortAnswers(school.reading(other), cohort.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(listAnswers(school.reading(other), enrolment.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a question is read in the language of the page, and its answer is stored as the school wrote it", async () => {
  const translations = { de: { prompt: "Menü?", options: ["Fleisch", "Fisch"] } };
  const menu = await ask({ kind: "choice", prompt: "Menu?", options: ["Meat", "Fish"], translations });
  const german = { ...school.reading(someone(student)), language: "de" };
  const [asked] = await listAskedQuestions(german, { courseId: cohort.courseId, cohortId: cohort.id });
  expect(asked).toMatchObject({ prompt: "Menü?", language: "de", options: [{ value: "Meat", label: "Fleisch" }, {}] });
  const { enrolment } = await enrol([{ questionId: menu.id, value: "Meat" }]);
  expect(await listAnswers(german, enrolment.id)).toMatchObject([{ value: "Fleisch", stored: "Meat" }]);
});

test("a course's questions are shown to whoever sees the course, with how many answered", async () => {
  const { id } = await ask({});
  await enrol([{ questionId: id, value: "Because." }]);
  expect(await listQuestions(school.reading({ type: "visitor" }), cohort.courseId)).toMatchObject([{ answers: 1 }]);
  await expect(school.as(someone(student))((ctx) => retireQuestion(ctx, { questionId: id }))).rejects.toMatchObject({
    code: "forbidden",
  });
});
