import { afterAll, beforeAll, expect, test } from "vitest";
import { visitor } from "../kernel/actor.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listOwnEnrolments } from "./list-own-enrolments.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("a course's page knows who is enrolled, has begun to pay, waits, or was offered a seat, and nobody else", async () => {
  const free = await school.cohort();
  const course = { id: free.courseId };
  const paid = await school.cohort({ priceMinor: 500 }, course);
  const full = await school.cohort({ capacity: 0 }, course);
  const [who, other, admin] = [
    await school.person("student"),
    await school.person("student"),
    await school.person("admin"),
  ];
  const choice = (cohortId: string) => ({ cohortId, studentId: who.id });
  await school.as(who)((ctx) => enrolStudent(ctx, choice(free.id)));
  const { order } = await school.as(who)((ctx) => enrolStudent(ctx, choice(paid.id)));
  await school.as(who)((ctx) => joinWaitingList(ctx, choice(full.id)));
  const own = () => listOwnEnrolments(school.reading(who), free.courseId);
  const stands = async () => new Map((await own()).map(({ cohortId, state }) => [cohortId, state]));
  expect(await stands()).toEqual(
    new Map([
      [free.id, "enrolled"],
      [paid.id, "to_pay"],
      [full.id, "waiting"],
    ]),
  );
  expect((await own()).find(({ cohortId }) => cohortId === paid.id)?.orderCode).toBe(order.code);
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId: full.id, capacity: 1 }));
  expect((await stands()).get(full.id)).toBe("offered");
  expect(await listOwnEnrolments(school.reading(other), free.courseId)).toEqual([]);
  expect(await listOwnEnrolments(school.reading(visitor), free.courseId)).toEqual([]);
});
