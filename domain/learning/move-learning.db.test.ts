import { asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  accessEvents,
  coursePositions,
  materialProgress,
  usageDays,
  usageMaterials,
  usageMaterialStudents,
  usageStudentDays,
  usageStudents,
} from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { giveCourse } from "../access/give-course.ts";
import { recordOpening } from "../access/record-opening.ts";
import { mergeStudents } from "../checkout/merge-students.ts";
import { undoStudentMerge } from "../checkout/undo-student-merge.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMaterial } from "../courses/add-material.ts";
import { completeDueEnrolment } from "../enrolments/complete-due-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { countOpenings } from "../usage/count-openings.ts";
import { getCourseInside } from "./get-course-inside.ts";
import { markMaterialDone } from "./mark-material-done.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

type Student = Actor & { type: "user" };

/** Two accounts of one person in a course with three materials: each has done and opened some, one of them both. */
async function twice() {
  const admin = await school.person("admin");
  const [from, into] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort({ completionMaterialsPercent: 100 });
  const { courseId } = cohort;
  const ids: string[] = [];
  for (const title of ["One", "Two", "Three"]) {
    const fields = { courseId, kind: "text", title, body: "Fold.", url: "", fileId: null } as const;
    ids.push((await school.as(admin)((ctx) => addMaterial(ctx, fields))).id);
  }
  const [one, two, three] = ids as [string, string, string];
  const { enrolment } = await school.as(from)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: from.id }));
  const gift = { studentId: into.id, courseId, days: null, until: null, why: "a gift", notify: false };
  await school.as(admin)((ctx) => giveCourse(ctx, gift));
  const open = (who: Student, materialId: string) =>
    school.as(who)((ctx) => recordOpening(ctx, { courseId, materialId }));
  const done = (who: Student, materialId: string) => school.as(who)((ctx) => markMaterialDone(ctx, { materialId }));
  await open(from, one);
  await open(from, two);
  school.clock.forward(DAY_MS);
  await open(from, two);
  await open(into, two);
  await open(into, three);
  for (const [who, id] of [
    [from, one],
    [from, two],
    [into, two],
    [into, three],
  ] as const)
    await done(who, id);
  await school.asSystem(countOpenings);
  const merge = () => school.as(admin)((ctx) => mergeStudents(ctx, { fromId: from.id, intoId: into.id, why: "one" }));
  const undo = () => school.as(admin)((ctx) => undoStudentMerge(ctx, { fromId: from.id }));
  return { from, into, courseId, ids, enrolment, merge, undo, open, two };
}

/** All that is recorded and counted of a course and two accounts. */
async function recorded(courseId: string, ids: string[], people: string[]) {
  const { read } = school.database;
  return {
    progress: await read
      .select({ studentId: materialProgress.studentId, materialId: materialProgress.materialId })
      .from(materialProgress)
      .where(inArray(materialProgress.studentId, people))
      .orderBy(asc(materialProgress.studentId), asc(materialProgress.materialId)),
    positions: await read
      .select({ studentId: coursePositions.studentId, materialId: coursePositions.materialId })
      .from(coursePositions)
      .where(inArray(coursePositions.studentId, people))
      .orderBy(asc(coursePositions.studentId)),
    openings: await read
      .select({ id: accessEvents.id, studentId: accessEvents.studentId })
      .from(accessEvents)
      .where(inArray(accessEvents.studentId, people))
      .orderBy(asc(accessEvents.id)),
    days: await read.select().from(usageDays).where(eq(usageDays.courseId, courseId)).orderBy(asc(usageDays.day)),
    studentDays: await read
      .select()
      .from(usageStudentDays)
      .where(inArray(usageStudentDays.studentId, people))
      .orderBy(asc(usageStudentDays.studentId), asc(usageStudentDays.day)),
    students: await read
      .select({ studentId: usageStudents.studentId, openings: usageStudents.openings, days: usageStudents.days })
      .from(usageStudents)
      .where(inArray(usageStudents.studentId, people))
      .orderBy(asc(usageStudents.studentId)),
    materials: await read
      .select()
      .from(usageMaterials)
      .where(inArray(usageMaterials.materialId, ids))
      .orderBy(asc(usageMaterials.materialId)),
    materialStudents: await read
      .select({ studentId: usageMaterialStudents.studentId, openings: usageMaterialStudents.openings })
      .from(usageMaterialStudents)
      .where(inArray(usageMaterialStudents.studentId, people))
      .orderBy(asc(usageMaterialStudents.studentId), asc(usageMaterialStudents.materialId)),
  };
}

test("what two accounts have done and opened is one person's afterwards, and counts once", async () => {
  const { from, into, courseId, ids, enrolment, merge } = await twice();
  const all = () => recorded(courseId, ids, [from.id, into.id]);
  const before = await all();
  expect(before.days.map(({ students }) => students)).toEqual([1, 2]);
  expect(before.materials.map(({ students }) => students)).toEqual([1, 2, 1]);
  await merge();
  const after = await all();
  expect(after.openings.map(({ studentId }) => studentId)).toEqual(Array(5).fill(into.id));
  expect(after.days.map(({ students, openings }) => [students, openings])).toEqual([
    [1, 2],
    [1, 3],
  ]);
  expect(after.materials.map(({ students, openings }) => [students, openings])).toEqual([
    [1, 1],
    [1, 3],
    [1, 1],
  ]);
  expect(after.students).toEqual([{ studentId: into.id, openings: 5, days: 2 }]);
  const door = await getCourseInside(school.reading(into), `course-${courseId}`);
  if (!door || !("open" in door)) throw new Error("it is closed");
  expect(door.open.contents.progress).toEqual({ done: 3, total: 3, percent: 100 });
  expect(await school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }))).toBe(true);
});

test("undone, each account has what it had, and what was opened since stays counted", async () => {
  const { from, into, courseId, ids, merge, undo, open, two } = await twice();
  const all = () => recorded(courseId, ids, [from.id, into.id]);
  const before = await all();
  await merge();
  await undo();
  expect(await all()).toEqual(before);
  await merge();
  await open(into, two);
  await school.asSystem(countOpenings);
  await undo();
  const after = await all();
  expect(after.progress).toEqual(before.progress);
  expect(after.students).toEqual(
    before.students.map((row) => (row.studentId === into.id ? { ...row, openings: row.openings + 1 } : row)),
  );
  expect(after.days.map(({ students, openings }) => [students, openings])).toEqual([
    [1, 2],
    [2, 4],
  ]);
});
