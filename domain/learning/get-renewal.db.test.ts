import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courses } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { giveCourse } from "../access/give-course.ts";
import { recordOpening } from "../access/record-opening.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMaterial } from "../courses/add-material.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { getCourseInside } from "./get-course-inside.ts";
import { getRenewal } from "./get-renewal.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const archive = (courseId: string) =>
  school.database.write((tx) => tx.update(courses).set({ state: "archived" }).where(eq(courses.id, courseId)));

test("whoever's access has ended sees what they had and how to get it back, also when the course is archived", async () => {
  const { id: cohortId, courseId } = await school.cohort({ accessDays: 10, renewal: "instant", renewalDays: 30 });
  const admin = await school.person("admin");
  const material = { kind: "text", title: "Tools", body: "A bone folder.", url: "", fileId: null } as const;
  const first = await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...material }));
  await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...material, title: "Paper" }));
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  await school.as(student)((ctx) => recordOpening(ctx, { courseId, materialId: first.id }));
  await school.as(student)((ctx) => recordOpening(ctx, { courseId, materialId: first.id }));
  school.clock.forward(400 * DAY_MS);
  await archive(courseId);
  const slug = `course-${courseId}`;
  expect(await getCourseInside(school.reading(student), slug)).toMatchObject({ closed: { reason: "ended" } });
  expect(await getRenewal(school.reading(student), slug)).toMatchObject({
    cohorts: ["Winter evenings"],
    access: { state: "ended", reasons: [{ kind: "order", code: order.code }] },
    offer: { status: "offered", way: "instant", days: 30 },
    opened: 1,
    materials: 2,
  });
  expect(await getRenewal(school.reading(await school.person("student")), slug)).toBeUndefined();
});

test("a gift that has ended is told as ended, and not as if there had been nothing", async () => {
  const { courseId } = await school.cohort();
  const [student, desk] = [await school.person("student"), await school.person("support")];
  const gift = { studentId: student.id, courseId, days: 5, until: null, why: "a prize", notify: false };
  await school.as(desk)((ctx) => giveCourse(ctx, gift));
  school.clock.forward(6 * DAY_MS);
  await archive(courseId);
  const slug = `course-${courseId}`;
  expect(await getCourseInside(school.reading(student), slug)).toMatchObject({ closed: { reason: "ended" } });
  expect(await getRenewal(school.reading(student), slug)).toMatchObject({ offer: null, access: { state: "ended" } });
});
