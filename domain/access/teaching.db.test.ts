import { afterAll, beforeAll, expect, test } from "vitest";
import { courseStaff, meetings } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { grantRole } from "../accounts/grant-role.ts";
import { revokeRole } from "../accounts/revoke-role.ts";
import { rotateCalendarKey } from "../accounts/rotate-calendar-key.ts";
import { getCourse } from "../api/courses.ts";
import { enrolmentPages } from "../api/enrolments.ts";
import { getFeed } from "../calendar/meetings.ts";
import { getCourseOffice } from "../courses/get-course-office.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { getMyCourses } from "../learning/get-my-courses.ts";
import { getAccess } from "./get-access.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("who is still named as a course's teacher, and has no role to teach under, sees nothing of it", async () => {
  const teacher = await school.person("student", "instructor");
  const admin = await school.person("admin");
  const student = await school.person("student");
  const { id: cohortId, courseId } = await school.cohort();
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const hidden = await school.cohort({}, { state: "draft" });
  const at = addMs(school.clock(), DAY_MS);
  await school.database.write(async (tx) => {
    for (const id of [courseId, hidden.courseId])
      await tx.insert(courseStaff).values({ courseId: id, userId: teacher.id });
    await tx.insert(meetings).values({
      ...{ id: createId("meeting"), cohortId, title: "First", startsAt: at, endsAt: addMs(at, 3_600_000) },
      ...{ createdAt: school.clock(), updatedAt: school.clock() },
    });
  });

  /** What somebody with these roles sees of the two courses, everywhere. */
  async function seen(roles: readonly ("student" | "instructor")[]) {
    const actor: Actor = { ...teacher, roles };
    const ctx = school.reading(actor);
    const { key } = await school.asSystem((c) => rotateCalendarKey(c, { userId: teacher.id }));
    const feed = await getFeed(ctx, key, "school.example", "The school");
    return {
      inside: (await getAccess(ctx, courseId))?.why,
      teaching: (await getMyCourses(ctx, teacher.id)).teaching.length,
      meetings: feed?.events.length,
      enrolments: (await enrolmentPages.after(ctx, { limit: 10 })).items.length,
      draft: (await getCourse(ctx, hidden.courseId)) !== undefined,
    };
  }

  const office = async () => (await getCourseOffice(school.reading(admin), courseId))?.teachers;
  const all = { inside: "teacher", teaching: 2, meetings: 1, enrolments: 1, draft: true };
  const none = { inside: undefined, teaching: 0, meetings: 0, enrolments: 0, draft: false };
  expect(await seen(["student", "instructor"])).toEqual(all);
  expect(await office()).toMatchObject([{ userId: teacher.id, mayTeach: true }]);

  await school.as(admin)((ctx) => revokeRole(ctx, { userId: teacher.id, role: "instructor" }));
  expect(await seen(["student"])).toEqual(none);
  expect(await office(), "the course's list says so").toMatchObject([{ userId: teacher.id, mayTeach: false }]);

  await school.as(admin)((ctx) => grantRole(ctx, { userId: teacher.id, role: "instructor" }));
  expect(await seen(["student", "instructor"])).toEqual(all);
});
