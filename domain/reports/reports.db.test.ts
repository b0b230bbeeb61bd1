import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { DAY_MS, HOUR_MS, addMs } from "../kernel/clock.ts";
import { createId } from "../kernel/ids.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { startPayment } from "../payments/start-payment.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { resolveTicket } from "../tickets/resolve-ticket.ts";
import { listLastPeriods } from "./periods.ts";
import { countEnrolmentsByDay, getRevenueByWeek, listSeatsByCohort, countTicketsByDay } from "./figures.ts";
import { countOpenWork } from "./count-open-work.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const ZURICH = "Europe/Zurich";

test("days begin at the school's midnight, also on the day that clocks change", () => {
  const days = listLastPeriods(new Date("2026-03-30T08:00:00Z"), ZURICH, 3, 1);
  expect(days.map(({ from }) => from.toISOString())).toEqual([
    "2026-03-27T23:00:00.000Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  expect(days.at(-1)?.until.toISOString()).toBe("2026-03-30T22:00:00.000Z");
});

test("weeks end with today and leave no day out", () => {
  const weeks = listLastPeriods(new Date("2026-01-08T10:00:00Z"), "UTC", 2, 7);
  expect(weeks.map(({ from, until }) => [from.toISOString().slice(0, 10), until.toISOString().slice(0, 10)])).toEqual([
    ["2025-12-26", "2026-01-02"],
    ["2026-01-02", "2026-01-09"],
  ]);
});

test("places are counted on their day; an order that waits for its payment does not count yet", async () => {
  const admin = await school.person("admin");
  const free = await school.cohort();
  const priced = await school.cohort({ priceMinor: 100, currency: "CHF", capacity: 9 });
  const give = async () => {
    const student = await school.person("student");
    await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: free.id, studentId: student.id, why: "a gift" }));
  };
  await give();
  await give();
  school.clock.forward(DAY_MS);
  await give();
  const waiting = await school.person("student");
  await school.as(waiting)((ctx) => enrolStudent(ctx, { cohortId: priced.id, studentId: waiting.id }));
  const figures = await countEnrolmentsByDay(school.reading(admin), ZURICH, 3);
  expect(figures.map(({ value }) => value)).toEqual([0, 2, 1]);
});

/** Somebody enrols, pays by bank transfer, and the school confirms it. */
async function sell(currency: string, priceMinor: number) {
  const cohort = await school.cohort({ priceMinor, currency, capacity: 9 });
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const finance = await school.person("finance");
  await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id));
  return enrolment.id;
}

test("revenue is what the ledger says, by currency and week; a cancelled order's is taken off in the week it was cancelled", async () => {
  const finance = await school.person("finance");
  const admin = await school.person("admin");
  const weekly = async (currency: string) =>
    (await getRevenueByWeek(school.reading(finance), ZURICH, 2)).find((each) => each.currency === currency);
  await sell("JPY", 5_000);
  const cancelled = await sell("KWD", 12_345);
  school.clock.forward(7 * DAY_MS);
  await sell("JPY", 2_000);
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: cancelled, why: "ill" }));
  expect((await weekly("JPY"))?.weeks.map(({ value }) => value)).toEqual([5_000, 2_000]);
  expect((await weekly("JPY"))?.totalMinor).toBe(7_000);
  expect((await weekly("KWD"))?.weeks.map(({ value }) => value)).toEqual([12_345, -12_345]);
});

test("seats are those of cohorts that go on or begin, soonest first; who only teaches sees their own", async () => {
  const admin = await school.person("admin");
  const teacher = await school.person("instructor");
  const now = school.clock();
  const soon = await school.cohort({ startsAt: addMs(now, DAY_MS), capacity: 8, taken: 3, held: 1 });
  const after = await school.cohort({ startsAt: addMs(now, 9 * DAY_MS) });
  const over = await school.cohort({ startsAt: addMs(now, -9 * DAY_MS), endsAt: addMs(now, -HOUR_MS) });
  const draft = await school.cohort({ startsAt: addMs(now, DAY_MS) }, { state: "draft" });
  const seats = await listSeatsByCohort(school.reading(admin), 50);
  const ids = seats.map(({ id }) => id);
  expect(ids.indexOf(soon.id)).toBeLessThan(ids.indexOf(after.id));
  expect(ids).not.toContain(over.id);
  expect(ids).not.toContain(draft.id);
  expect(seats.find(({ id }) => id === soon.id)).toMatchObject({ taken: 3, held: 1, capacity: 8 });
  expect(await listSeatsByCohort(school.reading(teacher), 50)).toEqual([]);
});

test("what waits for a person is named to those who can do something about it", async () => {
  const support = await school.person("support");
  const finance = await school.person("finance");
  await school.database.write((tx) =>
    tx.insert(outbox).values({
      id: createId("outbox"),
      kind: "password_changed",
      recipient: "nobody@example.org",
      payload: {},
      dedupeKey: "1",
      state: "failed",
      nextTryAt: school.clock(),
      createdAt: school.clock(),
    }),
  );
  const cohort = await school.cohort({ priceMinor: 100, currency: "CHF", capacity: 9 });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const kinds = async (person: typeof support) =>
    (await countOpenWork(school.reading(person))).items.map(({ kind }) => kind).sort();
  expect(await kinds(support)).toEqual(["mails"]);
  expect(await kinds(finance)).toContain("transfers");
  expect(await kinds(finance)).not.toContain("mails");
  expect((await countOpenWork(school.reading(support))).tickets).toEqual({ count: 0, isMore: false });
  expect((await countOpenWork(school.reading(finance))).tickets).toBeUndefined();
});

test("a student reads no figures", async () => {
  const ctx = school.reading(await school.person("student"));
  await expect(countEnrolmentsByDay(ctx, ZURICH, 1)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getRevenueByWeek(ctx, ZURICH, 1)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listSeatsByCohort(ctx, 1)).rejects.toMatchObject({ code: "forbidden" });
  await expect(countOpenWork(ctx)).rejects.toMatchObject({ code: "forbidden" });
});

test("questions are counted on the day they came in, answered or not", async () => {
  const desk = await school.person("support");
  const student = await school.person("student");
  const ask = () =>
    school.as(student)((ctx) => openTicket(ctx, { requesterId: student.id, subject: "When?", body: "When is it?" }));
  const { ticket } = await ask();
  await ask();
  school.clock.forward(DAY_MS);
  await ask();
  await school.as(desk)((ctx) => resolveTicket(ctx, { ticketId: ticket.id }));
  const figures = await countTicketsByDay(school.reading(desk), ZURICH, 3);
  expect(figures.map(({ value }) => value)).toEqual([0, 2, 1]);
  await expect(countTicketsByDay(school.reading(student), ZURICH, 3)).rejects.toThrow();
});
