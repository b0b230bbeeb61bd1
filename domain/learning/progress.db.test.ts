import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attendance, auditLog, cohorts, enrolments, materialProgress, meetings } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { recordOpening } from "../access/record-opening.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMaterial } from "../courses/add-material.ts";
import { editMaterial } from "../courses/edit-material.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { removeMaterial } from "../courses/remove-material.ts";
import { completeDueEnrolment } from "../enrolments/complete-due-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS, HOUR_MS } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { getCourseInside } from "./get-course-inside.ts";
import { getMaterialPage } from "./get-material-page.ts";
import { markMaterialDone } from "./mark-material-done.ts";
import { undoMaterialDone } from "./undo-material-done.ts";

let school: TestSchool;
let admin: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Facts = Partial<typeof cohorts.$inferInsert>;

/** A course with so many materials, and a student who has a place in it. */
async function learn(count: number, facts: Facts = {}) {
  const cohort = await school.cohort(facts);
  const ids: string[] = [];
  for (let turn = 1; turn <= count; turn++) ids.push((await add(cohort.courseId, `Part ${turn}`)).id);
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const mark = (materialId: string) => school.as(student)((ctx) => markMaterialDone(ctx, { materialId }));
  const unmark = (materialId: string) => school.as(student)((ctx) => undoMaterialDone(ctx, { materialId }));
  const contents = async () => {
    const door = await getCourseInside(school.reading(student), `course-${cohort.courseId}`);
    if (!door || !("open" in door)) throw new Error("it is closed");
    return door.open.contents;
  };
  const state = async () => {
    const [row] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolment.id));
    return row?.state;
  };
  return { cohort, ids: ids as [string, ...string[]], student, enrolment, mark, unmark, contents, state };
}

const add = (courseId: string, title: string, more: Partial<Parameters<typeof addMaterial>[1]> = {}) =>
  school.as(admin)((ctx) =>
    addMaterial(ctx, { courseId, kind: "text", title, body: "Fold it", url: "", fileId: null, ...more }),
  );

test("what a student marks as done fills their bar, and can be taken back", async () => {
  const { ids, mark, unmark, contents } = await learn(4);
  expect((await contents()).progress).toEqual({ done: 0, total: 4, percent: 0 });
  await mark(ids[0]);
  expect((await contents()).progress).toEqual({ done: 1, total: 4, percent: 25 });
  expect((await contents()).materials.map(({ done }) => done)).toEqual([true, false, false, false]);
  await unmark(ids[0]);
  await unmark(ids[0]);
  expect((await contents()).progress.done).toBe(0);
});

test("two devices that mark at once count once, and it stays done since the first time", async () => {
  const { ids, student, mark, contents, cohort } = await learn(2);
  const before = school.clock();
  await Promise.all([mark(ids[0]), mark(ids[0]), mark(ids[0])]);
  school.clock.forward(DAY_MS);
  await mark(ids[0]);
  school.clock.set(before);
  const rows = await school.database.read
    .select()
    .from(materialProgress)
    .where(eq(materialProgress.studentId, student.id));
  expect(rows).toMatchObject([{ materialId: ids[0], doneAt: before }]);
  expect((await contents()).progress.done).toBe(1);
  const written = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, cohort.courseId));
  expect(written.filter(({ action }) => action === "progress.edit")).toHaveLength(1);
});

test("one goes on where one left off, then with what follows, and at last with what was left out", async () => {
  const { ids, student, cohort, mark, contents } = await learn(3);
  const [first, second, third] = ids;
  const open = (materialId: string) =>
    school.as(student)((ctx) => recordOpening(ctx, { courseId: cohort.courseId, materialId }));
  expect((await contents()).next).toMatchObject({ id: first, isStarted: false });
  await open(first);
  await open(second as string);
  expect((await contents()).next).toMatchObject({ id: second, isStarted: true });
  await mark(second as string);
  expect((await contents()).next).toMatchObject({ id: third });
  await mark(third as string);
  expect((await contents()).next).toMatchObject({ id: first });
  await mark(first);
  expect((await contents()).next).toBeNull();
});

test("the cohort's share of materials completes an enrolment by itself, once, and nothing takes it back", async () => {
  const { ids, mark, unmark, state, enrolment, cohort } = await learn(3, { completionMaterialsPercent: 66 });
  expect(await mark(ids[0])).toEqual({ completed: false });
  expect(await state()).toBe("active");
  expect(await mark(ids[1] as string)).toEqual({ completed: true });
  expect(await state()).toBe("completed");
  expect(await mark(ids[2] as string)).toEqual({ completed: false });
  for (const id of ids) await unmark(id);
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, completionMaterialsPercent: 100 }));
  await school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }));
  expect(await state()).toBe("completed");
  const written = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, enrolment.id));
  expect(written.filter(({ action }) => action === "enrolment.complete")).toMatchObject([
    { after: { state: "completed", byRule: true } },
  ]);
});

test("the last two materials marked at once complete the enrolment once", async () => {
  const { ids, mark, state, enrolment } = await learn(2, { completionMaterialsPercent: 100 });
  const answers = await Promise.all(ids.map(mark));
  expect(answers.filter(({ completed }) => completed)).toHaveLength(1);
  expect(await state()).toBe("completed");
  const written = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, enrolment.id));
  expect(written.filter(({ action }) => action === "enrolment.complete")).toHaveLength(1);
});

test("a rule that asks less, or a material that is taken out, completes when the school looks again", async () => {
  const { ids, mark, state, enrolment, cohort } = await learn(4, { completionMaterialsPercent: 100 });
  const look = () => school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }));
  await mark(ids[0]);
  await mark(ids[1] as string);
  expect(await look()).toBe(false);
  await school.as(admin)((ctx) => removeMaterial(ctx, { materialId: ids[3] as string }));
  expect(await look()).toBe(false);
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, completionMaterialsPercent: 60 }));
  expect(await look()).toBe(true);
  expect(await look()).toBe(false);
  expect(await state()).toBe("completed");
});

test("a material that is removed after it was done leaves no share behind", async () => {
  const { ids, mark, contents } = await learn(2);
  await mark(ids[0]);
  await school.as(admin)((ctx) => removeMaterial(ctx, { materialId: ids[0] }));
  expect((await contents()).progress).toEqual({ done: 0, total: 1, percent: 0 });
});

test("a course without materials completes nobody", async () => {
  const { state, enrolment, contents } = await learn(0, { completionMaterialsPercent: 1 });
  expect(await school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }))).toBe(false);
  expect(await state()).toBe("active");
  expect((await contents()).progress).toEqual({ done: 0, total: 0, percent: 0 });
});

test("what is not published to a student yet is not there for them: to read, to mark, in the list", async () => {
  const { cohort, student, mark, contents } = await learn(1, { timezone: "Pacific/Auckland" });
  // 2026-01-08, 10:00 UTC: in Auckland it is 23:00 on the 8th.
  const later = await add(cohort.courseId, "Later", { publishOn: "2026-01-09" });
  const read = () => getMaterialPage(school.reading(student), `course-${cohort.courseId}`, later.id);
  const before = school.clock();
  expect(await read()).toBeUndefined();
  await expect(mark(later.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await contents()).toMatchObject({ upcoming: 1, progress: { total: 2 } });
  expect((await contents()).materials.map(({ title }) => title)).toEqual(["Part 1"]);
  expect(await getMaterialPage(school.reading(admin), `course-${cohort.courseId}`, later.id)).toMatchObject({
    release: { publishOn: "2026-01-09" },
    done: null,
  });
  school.clock.set(new Date("2026-01-08T11:00:00Z"));
  expect(await read()).toMatchObject({ title: "Later", total: 2 });
  expect(await mark(later.id)).toEqual({ completed: false });
  school.clock.set(before);
});

test("days after the start are those of the cohort, and of the enrolment where nothing starts", async () => {
  const before = school.clock();
  const dated = await learn(0, { startsAt: addMs(before, 2 * DAY_MS) });
  const open = await learn(0);
  for (const { cohort } of [dated, open]) await add(cohort.courseId, "Week two", { publishAfterDays: 7 });
  const days: number[][] = [];
  for (const each of [dated, open]) {
    const shown: number[] = [];
    for (let day = 0; day < 12; day++) {
      school.clock.set(addMs(before, day * DAY_MS));
      if ((await each.contents()).materials.length > 0) shown.push(day);
    }
    days.push(shown);
    school.clock.set(before);
  }
  expect(days.map(([first]) => first)).toEqual([9, 7]);
});

test("nobody marks for others, without a place, or while it is suspended; progress is there again afterwards", async () => {
  const { ids, student, enrolment, mark } = await learn(1);
  const [stranger, teacher] = [await school.person("student"), await school.person("instructor")];
  for (const actor of [stranger, teacher, admin]) {
    const marked = school.as(actor)((ctx) => markMaterialDone(ctx, { materialId: ids[0] }));
    await expect(marked).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(
    school.as({ type: "visitor" })((ctx) => markMaterialDone(ctx, { materialId: ids[0] })),
  ).rejects.toMatchObject({ code: "not_signed_in" });
  await mark(ids[0]);
  await school.as(admin)((ctx) => suspendEnrolment(ctx, { enrolmentId: enrolment.id, why: "a test" }));
  await expect(mark(ids[0])).rejects.toMatchObject({ code: "not_found" });
  const rows = await school.database.read
    .select()
    .from(materialProgress)
    .where(eq(materialProgress.studentId, student.id));
  expect(rows).toHaveLength(1);
});

test("the share of meetings that were attended completes an enrolment; excused ones are not asked, those to come are", async () => {
  const { cohort, enrolment, state } = await learn(0, { completionAttendancePercent: 75 });
  const now = school.clock();
  const ids = Array.from({ length: 5 }, () => createId("meeting"));
  const look = () => school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }));
  const note = (meetingId: string | undefined, is: "present" | "late" | "excused" | "absent") =>
    school.database.write(async (tx) => {
      const said = { state: is, markedAt: now, markedBy: admin.id, via: "teacher" as const };
      const row = { id: createId("attendance"), meetingId: meetingId ?? "", enrolmentId: enrolment.id, ...said };
      await tx.insert(attendance).values(row);
    });
  await school.database.write(async (tx) => {
    for (const [turn, id] of ids.entries()) {
      const startsAt = addMs(now, (turn - 2) * DAY_MS);
      await tx.insert(meetings).values({ id, cohortId: cohort.id, startsAt, endsAt: addMs(startsAt, HOUR_MS) });
    }
  });
  await note(ids[0], "present");
  await note(ids[1], "late");
  await note(ids[2], "excused");
  expect(await look()).toBe(false);
  await note(ids[3], "absent");
  expect(await look()).toBe(false);
  await note(ids[4], "present");
  expect(await look()).toBe(true);
  expect(await state()).toBe("completed");
});

test("who takes a course again is not completed by what they did the first time", async () => {
  const { ids, mark, unmark, state, student, cohort } = await learn(2, { completionMaterialsPercent: 100 });
  for (const id of ids) await mark(id);
  expect(await state()).toBe("completed");
  const before = school.clock();
  school.clock.forward(DAY_MS);
  const again = await school.cohort({ completionMaterialsPercent: 100 }, { id: cohort.courseId });
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: again.id, studentId: student.id }),
  );
  expect(await school.asSystem((ctx) => completeDueEnrolment(ctx, { enrolmentId: enrolment.id }))).toBe(false);
  await unmark(ids[0]);
  expect(await mark(ids[0])).toEqual({ completed: true });
  school.clock.set(before);
});

test("what somebody has done stays open to them when its day is put off, and its file too", async () => {
  const { cohort, student, ids, mark } = await learn(1);
  const slug = `course-${cohort.courseId}`;
  const read = () => getMaterialPage(school.reading(student), slug, ids[0]);
  const putOff = () =>
    school.as(admin)((ctx) =>
      editMaterial(ctx, {
        ...{ materialId: ids[0], kind: "text", title: "Part 1", body: "Fold it", url: "", fileId: null },
        publishOn: "2099-01-01",
      }),
    );
  await mark(ids[0]);
  await putOff();
  expect(await read()).toMatchObject({ done: true });
  await school.as(student)((ctx) => undoMaterialDone(ctx, { materialId: ids[0] }));
  expect(await read()).toBeUndefined();
});
