import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, waitingList } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { sendOrder } from "../checkout/send-order.ts";
import { joinWaitingList } from "./join-waiting-list.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** A cohort whose only seat somebody has, and a student who waits for it. */
async function fullWithOneWaiting({ priceMinor = 0 } = {}) {
  const cohort = await school.cohort({ capacity: 1, priceMinor });
  const [desk, holder, waiter] = [
    await school.person("support"),
    await school.person("student"),
    await school.person("student"),
  ];
  const held = await school.as(holder)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: holder.id }));
  await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: waiter.id }));
  const empty = () =>
    school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: held.enrolment.id, why: "asked for it" }));
  const room = (capacity: number) =>
    school.database.write((tx) => tx.update(cohorts).set({ capacity }).where(eq(cohorts.id, cohort.id)));
  const add = () =>
    school.as(desk)((ctx) => addEnrolment(ctx, { cohortId: cohort.id, studentId: waiter.id, why: "in the queue" }));
  return { cohort, desk, waiter, empty, room, add };
}

async function standing(cohortId: string) {
  const { read } = school.database;
  const [cohort] = await read.select().from(cohorts).where(eq(cohorts.id, cohortId));
  const [entry] = await read.select().from(waitingList).where(eq(waitingList.cohortId, cohortId));
  return { held: cohort?.held, taken: cohort?.taken, waiting: entry?.state };
}

test("who is added by hand takes the seat that they were offered, and no second one", async () => {
  const { cohort, empty, add } = await fullWithOneWaiting();
  await empty();
  expect(await standing(cohort.id)).toEqual({ held: 1, taken: 0, waiting: "offered" });
  await add();
  expect(await standing(cohort.id)).toEqual({ held: 0, taken: 1, waiting: "accepted" });
});

test("who is added by hand waits no more, so that no seat is offered to them later", async () => {
  const { cohort, room, add } = await fullWithOneWaiting();
  await expect(add()).rejects.toMatchObject({ code: "cohort_full" });
  expect(await standing(cohort.id)).toEqual({ held: 0, taken: 1, waiting: "waiting" });
  await room(2);
  await add();
  expect(await standing(cohort.id)).toEqual({ held: 0, taken: 2, waiting: "left" });
});

test.each([0, 500])("who enrols in a free seat at %i waits no more for a second one", async (priceMinor) => {
  const { cohort, waiter, room } = await fullWithOneWaiting({ priceMinor });
  const press = () => school.as(waiter)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: waiter.id }));
  await expect(press()).rejects.toMatchObject({ code: "cohort_full" });
  expect(await standing(cohort.id)).toMatchObject({ waiting: "waiting" });
  await room(2);
  await press();
  expect(await standing(cohort.id)).toMatchObject({ waiting: "left" });
});

test("who is moved into the cohort takes the seat that they were offered there", async () => {
  const { cohort, desk, waiter, empty } = await fullWithOneWaiting();
  const other = await school.cohort({ capacity: 5, name: "Spring" }, { id: cohort.courseId });
  const { enrolment } = await school.as(waiter)((ctx) =>
    enrolStudent(ctx, { cohortId: other.id, studentId: waiter.id }),
  );
  await empty();
  const move = { enrolmentId: enrolment.id, toCohortId: cohort.id, why: "the evening suits better" };
  await school.as(desk)((ctx) => moveEnrolment(ctx, move));
  expect(await standing(cohort.id)).toEqual({ held: 0, taken: 1, waiting: "accepted" });
  expect(await standing(other.id)).toMatchObject({ held: 0, taken: 0 });
});

test("who is sent an order has the seat that they were offered held for it", async () => {
  const { cohort, desk, waiter, empty } = await fullWithOneWaiting({ priceMinor: 500 });
  await empty();
  const asked = { cohortId: cohort.id, studentId: waiter.id, why: "asked by telephone" };
  const order = await school.as(desk)((ctx) => draftOrder(ctx, asked));
  await school.as(desk)((ctx) => sendOrder(ctx, { orderId: order.id }));
  expect(await standing(cohort.id)).toEqual({ held: 1, taken: 0, waiting: "accepted" });
});
