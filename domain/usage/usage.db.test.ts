import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  accessEvents,
  courseStaff,
  materials,
  usageDays,
  usageMaterials,
  usageMaterialStudents,
  usageStudentDays,
  usageStudents,
} from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { removeMaterial } from "../courses/remove-material.ts";
import { createId } from "../kernel/ids.ts";
import { reconcileCounters } from "../maintenance/reconcile-counters.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { COUNT_OPENINGS_MAX, countOpenings, hasUncountedOpening } from "./count-openings.ts";
import { getCourseUsage } from "./get-course-usage.ts";
import { listCohortRetention } from "./list-cohort-retention.ts";
import { courseStudentList, listCourseStudents } from "./list-course-students.ts";
import { purgeOpenings } from "./purge-openings.ts";

let school: TestSchool;
let read: TestSchool["database"]["read"];
beforeAll(async () => {
  school = await openTestSchool();
  read = school.database.read;
});
afterAll(() => school.drop());

type Opened = { studentId: string; courseId: string; materialId?: string; at: string };

/** Openings as they were recorded, and counted. */
async function open(...opened: Opened[]): Promise<void> {
  await school.database.write((tx) =>
    tx.insert(accessEvents).values(
      opened.map(({ at, materialId = null, ...rest }) => ({
        ...{ id: createId("accessEvent"), ...rest, materialId },
        at: new Date(at),
      })),
    ),
  );
}

async function countAll(): Promise<number> {
  let counted = 0;
  for (;;) {
    const now = await school.asSystem(countOpenings);
    counted += now;
    if (now === 0) return counted;
  }
}

async function purgeAll(): Promise<number> {
  let gone = 0;
  for (;;) {
    const now = await school.asSystem(purgeOpenings);
    gone += now;
    if (now === 0) return gone;
  }
}

async function material(courseId: string, title = "Sewing"): Promise<string> {
  const id = createId("material");
  const at = school.clock();
  await school.database.write((tx) =>
    tx.insert(materials).values({ id, courseId, kind: "text", title, createdAt: at, updatedAt: at }),
  );
  return id;
}

async function differences() {
  const found = [];
  for await (const batch of reconcileCounters(school.reading({ type: "system", job: "test" }))) found.push(...batch);
  return found;
}

describe("what students open", () => {
  test("is counted by day of the school's calendar, by student and by material, once however often it is counted", async () => {
    const [anna, beat] = [await school.person("student"), await school.person("student")];
    const { courseId } = await school.cohort();
    const sewing = await material(courseId);
    // Zurich is an hour ahead in winter: the second of these is tomorrow's there.
    await open(
      { studentId: anna.id, courseId, at: "2026-01-05T22:59:59.999Z" },
      { studentId: anna.id, courseId, materialId: sewing, at: "2026-01-05T23:00:00.000Z" },
      { studentId: anna.id, courseId, materialId: sewing, at: "2026-01-06T08:00:00.000Z" },
      { studentId: beat.id, courseId, materialId: sewing, at: "2026-01-06T09:00:00.000Z" },
    );
    expect(await hasUncountedOpening(read)).toBe(true);
    expect([await countAll(), await countAll(), await hasUncountedOpening(read)]).toEqual([4, 0, false]);
    await open({ studentId: beat.id, courseId, materialId: sewing, at: "2026-01-06T10:00:00.000Z" });
    await countAll();
    const days = await read
      .select()
      .from(usageDays)
      .where(eq(usageDays.courseId, courseId))
      .orderBy(asc(usageDays.day));
    expect(days).toEqual([
      { courseId, day: "2026-01-05", openings: 1, students: 1 },
      { courseId, day: "2026-01-06", openings: 4, students: 2 },
    ]);
    const students = await read.select().from(usageStudents).where(eq(usageStudents.courseId, courseId));
    expect(students).toEqual(
      expect.arrayContaining([
        {
          ...{ courseId, studentId: anna.id, openings: 3, days: 2 },
          ...{ firstAt: new Date("2026-01-05T22:59:59.999Z"), lastAt: new Date("2026-01-06T08:00:00Z") },
        },
        {
          ...{ courseId, studentId: beat.id, openings: 2, days: 1 },
          ...{ firstAt: new Date("2026-01-06T09:00:00Z"), lastAt: new Date("2026-01-06T10:00:00Z") },
        },
      ]),
    );
    const [used] = await read.select().from(usageMaterials).where(eq(usageMaterials.materialId, sewing));
    expect(used).toMatchObject({ openings: 4, students: 2, firstAt: new Date("2026-01-05T23:00:00Z") });
  });

  test("is counted in order of time when it was recorded late, and first and last move both ways", async () => {
    const anna = await school.person("student");
    const { courseId } = await school.cohort();
    await open({ studentId: anna.id, courseId, at: "2026-01-06T10:00:00Z" });
    await countAll();
    await open({ studentId: anna.id, courseId, at: "2026-01-04T10:00:00Z" });
    await open({ studentId: anna.id, courseId, at: "2026-01-07T10:00:00Z" });
    await countAll();
    const [row] = await read.select().from(usageStudents).where(eq(usageStudents.courseId, courseId));
    expect(row).toMatchObject({
      ...{ openings: 3, days: 3 },
      ...{ firstAt: new Date("2026-01-04T10:00:00Z"), lastAt: new Date("2026-01-07T10:00:00Z") },
    });
  });

  test("is counted some at a time, and more than one write takes ends the same", async () => {
    const anna = await school.person("student");
    const { courseId } = await school.cohort();
    const at = "2026-01-06T10:00:00Z";
    await open(...Array.from({ length: COUNT_OPENINGS_MAX + 7 }, () => ({ studentId: anna.id, courseId, at })));
    expect(await school.asSystem(countOpenings)).toBe(COUNT_OPENINGS_MAX);
    expect(await countAll()).toBe(7);
    const [day] = await read.select().from(usageDays).where(eq(usageDays.courseId, courseId));
    expect(day).toMatchObject({ openings: COUNT_OPENINGS_MAX + 7, students: 1 });
  });

  test("keeps the days under which it was counted when the school's time zone changes", async () => {
    const [owner, anna] = [await school.person("owner"), await school.person("student")];
    const { courseId } = await school.cohort();
    await open({ studentId: anna.id, courseId, at: "2026-01-06T23:30:00Z" });
    await countAll();
    await school.as(owner)((ctx) => changeSettings(ctx, { timezone: "Pacific/Honolulu" }));
    await open({ studentId: anna.id, courseId, at: "2026-01-06T23:30:00Z" });
    await countAll();
    await school.as(owner)((ctx) => changeSettings(ctx, { timezone: "Europe/Zurich" }));
    const days = await read.select({ day: usageDays.day }).from(usageDays).where(eq(usageDays.courseId, courseId));
    expect(days.map(({ day }) => day).sort()).toEqual(["2026-01-06", "2026-01-07"]);
    expect(await differences()).toEqual([]);
  });

  test("that differs from what was counted of it is found by the nightly count", async () => {
    const anna = await school.person("student");
    const { courseId } = await school.cohort();
    await open({ studentId: anna.id, courseId, at: "2026-01-03T10:00:00Z" });
    await open({ studentId: anna.id, courseId, at: "2026-01-06T10:00:00Z" });
    await countAll();
    expect(await differences()).toEqual([]);
    const mine = eq(usageDays.courseId, courseId);
    await school.database.write((tx) => tx.update(usageDays).set({ openings: 5 }).where(mine));
    // Of the oldest day that there is, some may be purged already.
    expect(await differences()).toEqual([
      {
        ...{ objectType: "course", objectId: courseId },
        ...{ said: "opened 5 times by 1 on 2026-01-06", counted: "opened 1 times by 1 on 2026-01-06" },
      },
    ]);
    await school.database.write((tx) => tx.update(usageDays).set({ openings: 1 }).where(mine));
  });

  test("of a material that is taken out stays counted for its course", async () => {
    const [admin, anna] = [await school.person("admin"), await school.person("student")];
    const { courseId } = await school.cohort();
    const id = await material(courseId);
    await open({ studentId: anna.id, courseId, materialId: id, at: "2026-01-06T10:00:00Z" });
    await countAll();
    await school.as(admin)((ctx) => removeMaterial(ctx, { materialId: id }));
    expect(await read.select().from(usageMaterialStudents).where(eq(usageMaterialStudents.materialId, id))).toEqual([]);
    const [day] = await read.select().from(usageDays).where(eq(usageDays.courseId, courseId));
    expect(day).toMatchObject({ openings: 1, students: 1 });
  });

  test("is purged day by day after the months that the school keeps it; what was counted, and what was not, stays", async () => {
    const [owner, anna] = [await school.person("owner"), await school.person("student")];
    const { courseId } = await school.cohort();
    await open(
      { studentId: anna.id, courseId, at: "2024-11-30T10:00:00Z" },
      { studentId: anna.id, courseId, at: "2024-12-07T10:00:00Z" },
      { studentId: anna.id, courseId, at: "2024-12-08T10:00:00Z" },
    );
    await countAll();
    await open({ studentId: anna.id, courseId, at: "2024-11-30T11:00:00Z" });
    // It is 8 January 2026: thirteen months ago was 8 December 2024.
    expect(await purgeAll()).toBe(2);
    expect(await purgeAll()).toBe(0);
    const own = await read
      .select({ at: accessEvents.at })
      .from(accessEvents)
      .where(eq(accessEvents.courseId, courseId));
    expect(own.map(({ at }) => at.toISOString().slice(0, 13)).sort()).toEqual(["2024-11-30T11", "2024-12-08T10"]);
    expect(await differences()).toEqual([]);
    const days = await read.select().from(usageStudentDays).where(eq(usageStudentDays.courseId, courseId));
    expect(days.length).toBe(3);
    await school.as(owner)((ctx) => changeSettings(ctx, { openingsKeptMonths: 1 }));
    await countAll();
    expect(await purgeAll()).toBeGreaterThan(1);
    expect(await differences()).toEqual([]);
    await school.as(owner)((ctx) => changeSettings(ctx, { openingsKeptMonths: 13 }));
  });
});

describe("the use of a course", () => {
  test("says how much was opened each day, by how many, what was opened, and who has opened nothing", async () => {
    const [admin, anna, beat] = [
      await school.person("admin"),
      await school.person("student"),
      await school.person("student"),
    ];
    const { id: cohortId, courseId } = await school.cohort();
    const [sewing, glue] = [await material(courseId, "Sewing"), await material(courseId, "Glue")];
    for (const person of [anna, beat])
      await school.as(person)((ctx) => enrolStudent(ctx, { cohortId, studentId: person.id }));
    await open(
      { studentId: anna.id, courseId, materialId: sewing, at: "2026-01-07T10:00:00Z" },
      { studentId: anna.id, courseId, at: "2025-12-20T10:00:00Z" },
    );
    await countAll();
    const usage = await getCourseUsage(school.reading(admin), { courseId, days: 3, timezone: "Europe/Zurich" });
    expect(usage).toMatchObject({
      days: [
        { day: "2026-01-06", openings: 0, students: 0 },
        { day: "2026-01-07", openings: 1, students: 1 },
        { day: "2026-01-08", openings: 0, students: 0 },
      ],
      ...{ activeIn7Days: 1, activeIn30Days: 1, enrolled: 2, completed: 0, neverOpened: 1 },
      materials: [
        { id: sewing, openings: 1, students: 1, lastAt: new Date("2026-01-07T10:00:00Z") },
        { id: glue, openings: 0, students: 0, firstAt: null },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
    const view = { sort: "student", direction: "asc", page: 1 } as const;
    const never = await listCourseStudents(school.reading(admin), { courseId, opened: "never" }, view);
    expect(never.items).toMatchObject([{ studentId: beat.id, openings: 0, lastAt: null }]);
    const some = await listCourseStudents(school.reading(admin), { courseId, opened: "some" }, view);
    expect(some.items).toMatchObject([{ studentId: anna.id, openings: 2, days: 2 }]);
  });

  test("is read by the office and by who teaches it, and nobody else learns that there is such a course", async () => {
    const teacher = await school.person("student", "instructor");
    const [student, other] = [await school.person("student"), await school.person("student", "instructor")];
    const { id: cohortId, courseId } = await school.cohort();
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
    await school.database.write((tx) => tx.insert(courseStaff).values({ courseId, userId: teacher.id }));
    const look = (who: typeof teacher) =>
      getCourseUsage(school.reading(who), { courseId, days: 7, timezone: "UTC" }).catch(
        (error: { code: string }) => error.code,
      );
    expect(await look(teacher)).toMatchObject({ enrolled: 1 });
    expect([await look(student), await look(other)]).toEqual(["not_found", "not_found"]);
    const view = { sort: "student", direction: "asc", page: 1 } as const;
    const rows = (who: typeof teacher) => courseStudentList.page(school.reading(who), { courseId }, view);
    expect((await rows(teacher)).total).toBe(1);
    expect((await rows(other)).total).toBe(0);
    await expect(rows(student)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("of the students of a cohort, as many opened the course in a week as did, and a week that is not over is not told", async () => {
  school.clock.set(new Date("2026-05-04T08:00:00Z"));
  const startsAt = new Date("2026-05-04T16:00:00Z");
  const { id: cohortId, courseId } = await school.cohort({ startsAt });
  const students = [await school.person("student"), await school.person("student"), await school.person("student")];
  for (const student of students)
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const [one, other] = students.map(({ id }) => ({ studentId: id, courseId })) as [
    Omit<Opened, "at">,
    Omit<Opened, "at">,
  ];
  // The second is a Sunday night in Zurich, and the third the Monday after it.
  await open(
    { ...one, at: "2026-05-04T16:30:00Z" },
    { ...other, at: "2026-05-10T21:30:00Z" },
    { ...one, at: "2026-05-10T22:30:00Z" },
  );
  await countAll();
  school.clock.set(new Date("2026-05-25T12:00:00Z"));
  const office = await school.person("admin");
  const [found] = await listCohortRetention(school.reading(office), { timezone: "Europe/Zurich" });
  expect(found).toMatchObject({ cohortId, students: 3 });
  expect(found?.weeks.slice(0, 4).map((week) => week.students)).toEqual([2, 1, 0, null]);
  const student = school.reading(students[0] as (typeof students)[0]);
  await expect(listCohortRetention(student, { timezone: "UTC" })).rejects.toThrow();
});
