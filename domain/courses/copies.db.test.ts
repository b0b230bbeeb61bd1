import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, courseStaff, enrolmentQuestions, materials, materialSections, meetings } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { formatLocalTime } from "../kernel/local-time.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { copyCohort } from "./copy-cohort.ts";
import { copyCourse } from "./copy-course.ts";

let school: TestSchool;
let admin: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("owner");
});
afterAll(() => school.drop());

const ZONE = "Europe/Zurich";
const START = new Date("2026-01-08T17:30:00Z");
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const ONCE = { name: "Copy", firstOn: null, everyWeeks: 1, copies: 1 };

async function evenings(count: number) {
  const cohort = await school.cohort({ startsAt: START, timezone: ZONE, capacity: 5 });
  const rows = Array.from({ length: count }, (_, week) => {
    const startsAt = new Date(START.getTime() + week * 7 * 86_400_000);
    const endsAt = new Date(startsAt.getTime() + 5_400_000);
    return { id: createId("meeting"), cohortId: cohort.id, title: `Lesson ${week + 1}`, startsAt, endsAt };
  });
  await school.database.write((tx) => tx.insert(meetings).values(rows));
  return cohort;
}

const meetingsOf = async (cohortId: string) => {
  const rows = await school.database.read
    .select()
    .from(meetings)
    .where(eq(meetings.cohortId, cohortId))
    .orderBy(asc(meetings.startsAt));
  return rows.map(({ title, startsAt }) => `${title} ${formatLocalTime(startsAt, ZONE)}`);
};

test("a copy from a chosen day has the same evenings, without holidays, seats and enrolments", async () => {
  await school.as(admin)((ctx) => changeSettings(ctx, { holidays: "2026-04-09 Easter" }));
  const cohort = await evenings(3);
  const student = await school.person("student");
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  const input = { ...ONCE, cohortId: cohort.id, firstOn: "2026-04-02" };
  const [copy] = await school.as(admin)((ctx) => copyCohort(ctx, input));
  expect(copy).toMatchObject({ name: "Copy", state: "open", capacity: 5, taken: 0, held: 0 });
  expect(await meetingsOf(copy?.id ?? "")).toEqual([
    "Lesson 1 2026-04-02T18:30",
    "Lesson 2 2026-04-16T18:30",
    "Lesson 3 2026-04-23T18:30",
  ]);
  expect(await meetingsOf(cohort.id)).toHaveLength(3);
});

test("a series is so many copies, each so many weeks after the one before", async () => {
  await school.as(admin)((ctx) => changeSettings(ctx, { holidays: "" }));
  const cohort = await evenings(1);
  const copies = await school.as(admin)((ctx) =>
    copyCohort(ctx, { cohortId: cohort.id, name: "Term", firstOn: null, everyWeeks: 10, copies: 3 }),
  );
  expect(copies.map(({ name }) => name)).toEqual(["Term 1", "Term 2", "Term 3"]);
  expect((await Promise.all(copies.map(({ id }) => meetingsOf(id)))).flat()).toEqual([
    "Lesson 1 2026-03-19T18:30",
    "Lesson 1 2026-05-28T18:30",
    "Lesson 1 2026-08-06T18:30",
  ]);
});

test("a cohort without a beginning has no first day, and a series that fails leaves nothing", async () => {
  const cohort = await school.cohort({ startsAt: null });
  const copy = (input: object) =>
    school.as(admin)((ctx) => copyCohort(ctx, { ...ONCE, cohortId: cohort.id, ...input }));
  await expect(copy({ firstOn: "2026-04-02" })).rejects.toEqual(refusal("invalid_input"));
  await expect(copy({ name: "n".repeat(199), copies: 3 })).rejects.toEqual(refusal("invalid_input"));
  const rows = await school.database.read.select().from(cohorts).where(eq(cohorts.courseId, cohort.courseId));
  expect(rows).toHaveLength(1);
});

test("a copied course is a draft with its own sections, materials and questions, in which nothing points back", async () => {
  const { courseId } = await school.cohort({}, { title: "Bookbinding" });
  const teacher = await school.person("instructor");
  const [section, first, second] = [createId("materialSection"), createId("question"), createId("question")];
  const times = { createdAt: school.clock(), updatedAt: school.clock() };
  await school.database.write(async (tx) => {
    await tx.insert(courseStaff).values({ courseId, userId: teacher.id });
    await tx.insert(materialSections).values({ id: section, courseId, title: "Paper", ...times });
    const material = { courseId, sectionId: section, kind: "text" as const, title: "Fold", body: "So.", ...times };
    await tx.insert(materials).values({ id: createId("material"), ...material });
    const question = { courseId, kind: "checkbox" as const, options: [], createdAt: school.clock() };
    await tx.insert(enrolmentQuestions).values({ ...question, id: first, rootId: first, prompt: "Allergies?" });
    const dependent = { onlyIfRootId: first, onlyIfAnswer: "yes" };
    await tx
      .insert(enrolmentQuestions)
      .values({ ...question, ...dependent, id: second, rootId: second, prompt: "Which?" });
  });
  const copy = await school.as(admin)((ctx) => copyCourse(ctx, { courseId, title: "Bookbinding II" }));
  expect(copy).toMatchObject({ state: "draft", title: "Bookbinding II" });
  expect(copy.slug).not.toBe("bookbinding");
  const { read } = school.database;
  const sections = await read.select().from(materialSections).where(eq(materialSections.courseId, copy.id));
  const copied = await read.select().from(materials).where(eq(materials.courseId, copy.id));
  expect(copied).toMatchObject([{ title: "Fold", body: "So.", sectionId: sections[0]?.id }]);
  expect(sections[0]?.id).not.toBe(section);
  const asked = await read
    .select()
    .from(enrolmentQuestions)
    .where(eq(enrolmentQuestions.courseId, copy.id))
    .orderBy(asc(enrolmentQuestions.prompt));
  expect(asked.map(({ prompt }) => prompt)).toEqual(["Allergies?", "Which?"]);
  expect(asked[1]?.onlyIfRootId).toBe(asked[0]?.id);
  expect(await read.select().from(cohorts).where(eq(cohorts.courseId, copy.id))).toEqual([]);
  expect(await read.select().from(courseStaff).where(eq(courseStaff.courseId, copy.id))).toHaveLength(1);
});
