import { afterAll, beforeAll, expect, test } from "vitest";
import type { EnrolmentState } from "#db/enums.ts";
import { enrolments } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { visitor } from "../kernel/actor.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { NEWEST_MAX, PAGE_SIZE } from "../kernel/get-page-window.ts";
import { createId } from "../kernel/ids.ts";
import { formatInGroups } from "../kernel/modulo97.ts";
import { explainAccess } from "../access/explain-access.ts";
import { listNewestOrders } from "../orders/list-orders.ts";
import { addEnrolment } from "./add-enrolment.ts";
import { getEnrolment } from "./get-enrolment.ts";
import {
  type EnrolmentFilters,
  type EnrolmentRow,
  listEnrolments,
  listNewestEnrolments,
  streamEnrolments,
} from "./list-enrolments.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const NEWEST = { sort: "created", direction: "desc", page: 1 } as const;

async function office() {
  const admin = await school.person("admin");
  return { admin, read: school.reading(admin) };
}

/** As many enrolments as a test wants to page through, each a second after the one before. */
async function crowd(cohort: { id: string; courseId: string }, count: number, state: EnrolmentState = "active") {
  for (let n = 0; n < count; n += 1) {
    const student = await school.person("student");
    school.clock.forward(1_000);
    await school.database.write((tx) =>
      tx.insert(enrolments).values({
        id: createId("enrolment"),
        studentId: student.id,
        cohortId: cohort.id,
        courseId: cohort.courseId,
        state,
        createdAt: school.clock(),
      }),
    );
  }
}

async function whole(filters: EnrolmentFilters, view: Parameters<typeof streamEnrolments>[2]): Promise<EnrolmentRow[]> {
  const { read } = await office();
  const rows: EnrolmentRow[] = [];
  for await (const batch of streamEnrolments(read, filters, view)) rows.push(...batch);
  return rows;
}

test("shows the newest first, a page at a time, and says how many there are", async () => {
  const cohort = await school.cohort();
  await crowd(cohort, PAGE_SIZE + 3);
  const { read } = await office();
  const first = await listEnrolments(read, { cohortId: cohort.id }, NEWEST);
  const second = await listEnrolments(read, { cohortId: cohort.id }, { ...NEWEST, page: 2 });
  expect(first).toMatchObject({ total: PAGE_SIZE + 3, isMore: false, page: 1 });
  expect([first.items.length, second.items.length]).toEqual([PAGE_SIZE, 3]);
  const times = [...first.items, ...second.items].map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test("a student who has joined much has the newest of both shown, and no more than a page of its own needs", async () => {
  const { read } = await office();
  const student = await school.person("student");
  for (let n = 0; n < NEWEST_MAX + 3; n += 1) {
    school.clock.forward(1_000);
    const cohort = await school.cohort({ priceMinor: 0 });
    await school.asSystem((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  }
  for (const list of [listNewestEnrolments, listNewestOrders]) {
    const times = (await list(read, student.id)).map(({ createdAt }) => createdAt.getTime());
    expect(times).toHaveLength(NEWEST_MAX);
    expect(times[0]).toBe(school.clock().getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  }
});

test("narrows by state, course, cohort and the days between", async () => {
  const cohort = await school.cohort();
  const beside = await school.cohort({}, { id: cohort.courseId });
  await crowd(cohort, 2, "cancelled");
  const between = school.clock();
  school.clock.forward(DAY_MS);
  await crowd(beside, 3);
  const { read } = await office();
  const count = async (filters: EnrolmentFilters) => (await listEnrolments(read, filters, NEWEST)).total;
  expect(await count({ courseId: cohort.courseId })).toBe(5);
  expect(await count({ courseId: cohort.courseId, state: "active" })).toBe(3);
  expect(await count({ cohortId: cohort.id })).toBe(2);
  expect(await count({ courseId: cohort.courseId, from: new Date(between.getTime() + 1) })).toBe(3);
  expect(await count({ courseId: cohort.courseId, until: new Date(between.getTime() + 1) })).toBe(2);
});

test("finds by name, by address, by an order's code, by its bank reference and by an id", async () => {
  const cohort = await school.cohort({ priceMinor: 48_000, currency: "CHF" });
  const student = await school.person("student");
  const { enrolment, order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const { read } = await office();
  const found = async (q: string) => (await listEnrolments(read, { q }, NEWEST)).items.map(({ id }) => id);
  expect(await found(order.code.toLowerCase())).toEqual([enrolment.id]);
  for (const reference of [`RF18${order.code}ABCD`, formatInGroups(`RF18${order.code}ABCD`), `${order.code}ABCD`]) {
    expect(await found(reference)).toEqual([enrolment.id]);
    expect(await found(reference.toLowerCase())).toEqual([enrolment.id]);
  }
  expect(await found(student.email.toUpperCase())).toEqual([enrolment.id]);
  expect(await found(enrolment.id)).toEqual([enrolment.id]);
  expect(await found(student.id)).toEqual([enrolment.id]);
  expect(await found(`${student.email.slice(0, -4)}`)).toContain(enrolment.id);
  expect(await found("100%_nobody")).toEqual([]);
});

test.each([
  { sort: "created", direction: "desc" },
  { sort: "created", direction: "asc" },
  { sort: "student", direction: "asc" },
  { sort: "student", direction: "desc" },
] as const)("an export holds every row once, in the order $sort $direction", async (view) => {
  const cohort = await school.cohort();
  await crowd(cohort, 7);
  const rows = await whole({ cohortId: cohort.id }, view);
  const { read } = await office();
  const list = await listEnrolments(read, { cohortId: cohort.id }, { ...view, page: 1 });
  expect(rows.map(({ id }) => id)).toEqual(list.items.map(({ id }) => id));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(7);
});

test("an export goes on over the edge of a batch, also where many rows have the same time", async () => {
  const cohort = await school.cohort();
  const student = await school.person("student");
  const count = 1_003;
  await school.database.write(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      await tx.insert(enrolments).values({
        id: createId("enrolment"),
        studentId: student.id,
        cohortId: cohort.id,
        courseId: cohort.courseId,
        state: "cancelled",
        createdAt: school.clock(),
      });
    }
  });
  const rows = await whole({ cohortId: cohort.id }, { sort: "created", direction: "desc" });
  expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
});

test("a student, an instructor and a visitor may not read the list", async () => {
  for (const actor of [await school.person("student"), await school.person("instructor")]) {
    await expect(listEnrolments(school.reading(actor), {}, NEWEST)).rejects.toMatchObject({ code: "forbidden" });
    await expect(streamEnrolments(school.reading(actor), {}, NEWEST).next()).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  await expect(listEnrolments(school.reading(visitor), {}, NEWEST)).rejects.toMatchObject({ code: "not_signed_in" });
});

test("one enrolment shows its history with who and why, what it opened, and where else the student could go", async () => {
  const cohort = await school.cohort({ capacity: 5 });
  const other = await school.cohort({ capacity: 1, taken: 1, name: "Spring" }, { id: cohort.courseId });
  const { admin, read } = await office();
  const student = await school.person("student");
  const { id } = await school.as(admin)((ctx) =>
    addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why: "a scholarship" }),
  );
  school.clock.forward(1_000);
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: id, why: "moved away" }));
  const view = await getEnrolment(read, id);
  expect(view?.history.map(({ from, to, why, by }) => [from, to, why, by.name])).toEqual([
    [null, "active", "a scholarship", expect.stringMatching(/^Person/)],
    ["active", "cancelled", "moved away", expect.stringMatching(/^Person/)],
  ]);
  const [access] = await explainAccess(read, { studentId: student.id });
  expect(access).toMatchObject({ state: "none", grants: [{ why: "enrolment", revokedWhy: "moved away" }] });
  expect(view?.otherCohorts).toMatchObject([{ id: other.id, seatsLeft: 0 }]);
});

test("an unknown enrolment and one that the actor may not see are both nothing", async () => {
  const cohort = await school.cohort();
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const { read } = await office();
  expect(await getEnrolment(read, createId("enrolment"))).toBeUndefined();
  expect(await getEnrolment(read, "enr_'; drop table users")).toBeUndefined();
  expect(await getEnrolment(school.reading(await school.person("student")), enrolment.id)).toBeUndefined();
});
