import { afterAll, beforeAll, expect, test } from "vitest";
import { grants } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { createId } from "../kernel/ids.ts";
import { canOpenCourse, getAccess } from "./get-access.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("a grant opens its course from its first moment until its last, and to nobody else", async () => {
  const [student, other] = [await school.person("student"), await school.person("student")];
  const { courseId } = await school.cohort();
  const startsAt = new Date(school.clock().getTime() + school.minutes(10));
  const endsAt = new Date(startsAt.getTime() + school.minutes(10));
  await school.database.write((tx) =>
    tx.insert(grants).values({
      ...{ id: createId("grant"), studentId: student.id, courseId, why: "enrolment", startsAt, endsAt },
      createdAt: school.clock(),
    }),
  );
  const opens = () => canOpenCourse(school.reading(student), courseId);
  expect(await opens()).toBe(false);
  school.clock.forward(school.minutes(10));
  expect(await getAccess(school.reading(student), courseId)).toMatchObject({ why: "enrolled", endsAt });
  expect(await canOpenCourse(school.reading(other), courseId)).toBe(false);
  school.clock.forward(school.minutes(10));
  expect(await opens()).toBe(false);
});
