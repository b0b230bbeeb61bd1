import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, courseStaff, enrolments, meetings, outbox } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listAudit } from "../audit/list-audit.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { confirmCompletion } from "../enrolments/confirm-completion.ts";
import { listEnrolments } from "../enrolments/list-enrolments.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, HOUR_MS } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { getCompletionFacts } from "../mail/get-completion-facts.ts";
import { addQuestion } from "../questions/add-question.ts";
import { answerQuestions } from "../questions/answer-questions.ts";
import { QuestionFields } from "../questions/inputs.ts";
import { listAnswersByEnrolment } from "../questions/list-answers-by-enrolment.ts";
import { listQuestionHeads } from "../questions/list-question-heads.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { countOpenWork } from "../reports/count-open-work.ts";
import { checkInStudent } from "./check-in-student.ts";
import { markAttendance } from "./mark-attendance.ts";
import { resetMark } from "./reset-mark.ts";
import { createCheckInCode } from "./room-code.ts";

let school: TestSchool;
let teacher: Actor & { type: "user" };
let desk: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  teacher = await school.person("instructor");
  desk = await school.person("support");
});
afterAll(() => school.drop());

const BY_CREATED = { sort: "created", direction: "desc", page: 1 } as const;
const schoolSecret = "a secret of the school that is long enough";
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

type Student = Awaited<ReturnType<TestSchool["person"]>>;

/** A course of the teacher's with so many students, whose meeting is now. */
async function taught(count: number) {
  const cohort = await school.cohort();
  await school.database.write((tx) => tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: teacher.id }));
  const startsAt = school.clock();
  const meeting = { id: createId("meeting"), cohortId: cohort.id, startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  await school.database.write((tx) => tx.insert(meetings).values(meeting));
  const students: { student: Student; enrolmentId: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    const student = await school.person("student");
    const place = { cohortId: cohort.id, studentId: student.id };
    const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, place));
    students.push({ student, enrolmentId: enrolment.id });
  }
  return { cohort, meetingId: meeting.id, students: students as [(typeof students)[0]] };
}

const mark = (meetingId: string, enrolmentId: string, state: AttendanceState) => {
  const marks = [{ enrolmentId, state, markedAt: school.clock() }];
  return school.as(teacher)((ctx) => markAttendance(ctx, { meetingId, marks }));
};

async function lastChangeOf(objectId: string) {
  const read = school.reading(await school.person("admin"));
  const { items } = await listAudit(read, { objectId }, { sort: "seq", direction: "desc", page: 1 });
  return items.find(({ action }) => action === "attendance.mark");
}

describe("a correction after the rule of the cohort has completed an enrolment", () => {
  async function completedByRule() {
    const { cohort, meetingId, students } = await taught(1);
    const [{ enrolmentId }] = students;
    await school.as(await school.person("admin"))((ctx) =>
      editCohort(ctx, { cohortId: cohort.id, completionAttendancePercent: 100 }),
    );
    await mark(meetingId, enrolmentId, "present");
    const place = async () =>
      (await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId)))[0];
    expect(await place()).toMatchObject({ state: "completed", completionDoubtedAt: null });
    const waiting = async () => {
      const { items } = await countOpenWork(school.reading(desk));
      return items.find(({ kind }) => kind === "completions")?.count ?? 0;
    };
    return { meetingId, enrolmentId, place, waiting };
  }

  test("leaves it completed and calls a person, once, until it is in order again or somebody has looked", async () => {
    const { meetingId, enrolmentId, place, waiting } = await completedByRule();
    const before = await waiting();
    await mark(meetingId, enrolmentId, "absent");
    expect(await place()).toMatchObject({ state: "completed", completionDoubtedAt: school.clock() });
    expect(await waiting()).toBe(before + 1);
    const { items: rows } = await listEnrolments(school.reading(desk), { need: "doubted" }, BY_CREATED);
    expect(rows.map(({ id }) => id)).toContain(enrolmentId);
    await mark(meetingId, enrolmentId, "late");
    expect((await place())?.completionDoubtedAt).toBeNull();
    await mark(meetingId, enrolmentId, "absent");
    const confirm = () => school.as(desk)((ctx) => confirmCompletion(ctx, { enrolmentId, why: "was ill" }));
    await confirm();
    expect(await place()).toMatchObject({ state: "completed", completionDoubtedAt: null });
    expect(await waiting()).toBe(before);
    await expect(confirm()).rejects.toEqual(refusal("wrong_state"));
  });

  test("is the same for a mark that is reset; one that a person completed is nobody's to look at", async () => {
    const { meetingId, enrolmentId, place } = await completedByRule();
    await school.as(teacher)((ctx) => resetMark(ctx, { meetingId, enrolmentId }));
    expect(await place()).toMatchObject({ state: "completed", completionDoubtedAt: school.clock() });
    const byHand = await taught(1);
    const [{ enrolmentId: other }] = byHand.students;
    await mark(byHand.meetingId, other, "present");
    await school.as(desk)((ctx) => completeEnrolment(ctx, { enrolmentId: other, why: "passed" }));
    await mark(byHand.meetingId, other, "absent");
    const [row] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, other));
    expect(row?.completionDoubtedAt).toBeNull();
  });
});

test("a mark is reset to nothing said, audited, and the student can check in again", async () => {
  const { meetingId, students } = await taught(2);
  const [{ student, enrolmentId }] = students;
  await mark(meetingId, enrolmentId, "absent");
  const reset = (as: Actor) => school.as(as)((ctx) => resetMark(ctx, { meetingId, enrolmentId }));
  await expect(reset(student)).rejects.toEqual(refusal("not_found"));
  expect(await reset(teacher)).toBe(true);
  const left = school.database.read.select().from(attendance).where(eq(attendance.meetingId, meetingId));
  expect(await left).toEqual([]);
  expect(await lastChangeOf(enrolmentId)).toMatchObject({ before: { state: "absent" }, after: { state: null } });
  expect(await reset(teacher)).toBe(false);
  const code = createCheckInCode(schoolSecret, meetingId, school.clock());
  const here = { meetingId, studentId: student.id, schoolSecret, proof: { code } };
  expect(await school.as(student)((ctx) => checkInStudent(ctx, here))).toMatchObject({ state: "present" });
  const elsewhere = await taught(1);
  const [{ enrolmentId: foreign }] = elsewhere.students;
  const wrong = school.as(teacher)((ctx) => resetMark(ctx, { meetingId, enrolmentId: foreign }));
  await expect(wrong).rejects.toEqual(refusal("not_found"));
});

test("a student whom the rule completes is told by mail once, where the school wants that", async () => {
  const complete = async () => {
    const { cohort, meetingId, students } = await taught(1);
    const [{ student, enrolmentId }] = students;
    const admin = await school.person("admin");
    await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, completionAttendancePercent: 100 }));
    await mark(meetingId, enrolmentId, "present");
    await mark(meetingId, enrolmentId, "late");
    const told = and(eq(outbox.kind, "enrolment_completed"), eq(outbox.recipient, student.email));
    const mails = await school.database.read.select({ payload: outbox.payload }).from(outbox).where(told);
    return { mails, enrolmentId };
  };
  const first = await complete();
  expect(first.mails).toEqual([{ payload: { enrolmentId: first.enrolmentId } }]);
  expect(await getCompletionFacts(school.database.read, first.enrolmentId, "en")).toMatchObject({ isCertified: false });
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { completionMails: false }));
  expect((await complete()).mails).toEqual([]);
});

test("the office's file has what each enrolment answered, by the words of the questions", async () => {
  const { cohort, students } = await taught(2);
  const [{ student, enrolmentId }] = students;
  const admin = await school.person("admin");
  const fields = QuestionFields.parse({ kind: "text", prompt: "Allergies?", isRequired: false });
  const question = { courseId: cohort.courseId, ...fields };
  const { id: questionId } = await school.as(admin)((ctx) => addQuestion(ctx, question));
  const answers = [{ questionId, value: "Nuts" }];
  await school.as(student)((ctx) => answerQuestions(ctx, { enrolmentId, answers }));
  const read = school.reading(desk);
  expect((await listQuestionHeads(read, cohort.courseId)).map(({ prompt }) => prompt)).toEqual(["Allergies?"]);
  const ids = students.map((place) => place.enrolmentId);
  const listed = await listAnswersByEnrolment(read, ids);
  expect([...listed].map(([id, given]) => [id, given[0]?.value])).toEqual([[enrolmentId, "Nuts"]]);
  await expect(listAnswersByEnrolment(school.reading(student), ids)).rejects.toEqual(refusal("forbidden"));
});
