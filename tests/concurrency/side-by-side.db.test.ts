import { setTimeout as wait } from "node:timers/promises";
import { and, count, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BESIDE_ALL } from "#db/beside.ts";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import {
  attendance,
  cohorts,
  counters,
  courseStaff,
  enrolments,
  journals,
  meetings,
  payments,
  refunds,
} from "#db/schema/index.ts";
import type { Database, WriteOptions } from "#db/types.ts";
import { checkInStudent } from "#domain/attendance/check-in-student.ts";
import { markAttendance } from "#domain/attendance/mark-attendance.ts";
import { createCheckInCode } from "#domain/attendance/room-code.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { recordCheckout } from "#domain/payments/record-checkout.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { sealNow } from "#tests/support/seal-now.ts";

let school: TestSchool;
/** What two servers have open, in turn. */
let servers: Database[];
beforeAll(async () => {
  school = await openTestSchool();
  servers = [openDatabase(school.database.url), openDatabase(school.database.url)];
});
afterAll(async () => {
  await sealNow(school.database);
  expect(await findViolations(school.database)).toEqual([]);
  for (const server of servers) await server.close();
  await school.drop();
});

/** Runs a verb on the n-th of the servers. */
const on = <T>(n: number, actor: Actor, verb: (ctx: WriteCtx) => Promise<T>, options?: WriteOptions) =>
  (servers[n % servers.length] as Database).write(
    (tx) =>
      verb(createWriteCtx({ tx, now: school.clock(), actor, requestId: createId("request"), rules: school.rules })),
    options,
  );
const enrol = (n: number, student: Actor & { id: string }, cohortId: string, provider?: "sandbox") => {
  const choice = { cohortId, studentId: student.id };
  const input = { ...choice, ...(provider && { provider }) };
  return on(n, student, (ctx) => enrolStudent(ctx, input), { beside: lockBuyer(choice) });
};
const students = (n: number) => Promise.all(Array.from({ length: n }, () => school.person("student")));
const codeOf = (answer: PromiseSettledResult<unknown>) =>
  answer.status === "fulfilled" ? "done" : isRefusal(answer.reason) ? answer.reason.code : String(answer.reason);
const codes = async (answers: Promise<unknown>[]) => (await Promise.allSettled(answers)).map(codeOf).sort();
const times = (n: number, code: string) => Array.from({ length: n }, () => code);
const seatsOf = async (id: string) => (await school.database.read.select().from(cohorts).where(eq(cohorts.id, id)))[0];

async function paidFor(minor: number) {
  const [student] = await students(1);
  if (!student) throw new Error("nobody");
  const { id: cohortId } = await school.cohort({ priceMinor: minor, capacity: 3 });
  const { payment } = await enrol(0, student, cohortId, "sandbox");
  const paymentId = payment?.id ?? "";
  const view = { state: "settled", amount: { minor, currency: "CHF" }, live: false, paymentId } as const;
  const hear = (n: number, event?: string) =>
    on(
      n,
      createSystemActor("webhook:sandbox"),
      (ctx) =>
        applyPaymentUpdate(ctx, {
          ...{ provider: "sandbox", paymentId, view },
          ...(event && { event: { eventId: event, type: "paid", body: {}, reference: null, paymentId, view } }),
        }),
      { beside: lockBuyer({ paymentId }) },
    );
  return { student, cohortId, paymentId, hear };
}

test("ten seats, sixty people, two servers: ten are in, and the others are told that it is full", async () => {
  const { id } = await school.cohort({ capacity: 10 });
  const people = await students(60);
  expect(await codes(people.map((student, n) => enrol(n, student, id)))).toEqual([
    ...times(50, "cohort_full"),
    ...times(10, "done"),
  ]);
  expect((await seatsOf(id))?.taken).toBe(10);
});

test("who presses twice at once, on two servers, has one place and one order", async () => {
  const { id } = await school.cohort({ priceMinor: 500 });
  const [student] = await students(1);
  if (!student) throw new Error("nobody");
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => enrol(n, student, id, "sandbox")));
  expect(new Set(answers.map(({ order, payment }) => `${order.id} ${payment?.id}`)).size).toBe(1);
  expect((await seatsOf(id))?.held).toBe(1);
});

test("two tabs that begin to pay at once share one attempt", async () => {
  const { id } = await school.cohort({ priceMinor: 500 });
  for (const student of await students(5)) {
    const { order } = await enrol(0, student, id);
    const input = { orderId: order.id, provider: "sandbox" } as const;
    const begin = (n: number) => on(n, student, (ctx) => startPayment(ctx, input), { beside: lockBuyer(input) });
    const attempts = await Promise.all([begin(0), begin(1), begin(0), begin(1)]);
    expect(new Set(attempts.map((payment) => payment.id)).size).toBe(1);
  }
});

test("two hundred at one cohort all come in, much in the order in which they came", async () => {
  const { id } = await school.cohort();
  const people = await students(200);
  const order: number[] = [];
  const before = servers[0]?.stats().retries ?? 0;
  await Promise.all(people.map((student, n) => enrol(0, student, id).then(() => order.push(n))));
  expect((await seatsOf(id))?.taken).toBe(200);
  // Six run at once, and who has just come may take the row before one who is being woken; nobody waits for long.
  const overtaken = order.map((n, place) => Math.abs(n - place));
  expect(Math.max(...overtaken)).toBeLessThan(100);
  // They wait for the row; none is begun again for it.
  expect((servers[0]?.stats().retries ?? 0) - before).toBe(0);
});

test("a write of the office has its turn while a crowd enrols", async () => {
  const { id } = await school.cohort();
  const people = await students(210);
  const done: string[] = [];
  const press = (who: typeof people) => who.map((student, n) => enrol(n, student, id).then(() => done.push("student")));
  const before = press(people.slice(0, 150));
  const office = on(0, people[0] as Actor, (ctx) => ctx.tx.insert(counters).values({ name: "office", value: 1 }));
  const after = press(people.slice(150));
  await Promise.all([...before, office.then(() => done.push("office")), ...after]);
  // It stands in line behind those who were there before it, and in front of most who came after.
  expect(done.indexOf("office")).toBeLessThan(done.length - 30);
  const rows = await school.database.read.select().from(counters).where(eq(counters.name, "office"));
  expect([rows.length, (await seatsOf(id))?.taken]).toEqual([1, 210]);
});

test("of refunds asked for at once, no more goes back than was paid", async () => {
  const { paymentId, hear } = await paidFor(500);
  await hear(0);
  const finance = await school.person("finance");
  const ask = (n: number) =>
    on(n, finance, (ctx) => requestRefund(ctx, { paymentId, amountMinor: 200, reason: "moved away" }));
  const answers = await codes(Array.from({ length: 8 }, (_, n) => ask(n)));
  expect(answers.filter((code) => code === "done")).toHaveLength(2);
  const [back] = await school.database.read
    .select({ minor: sql<number>`sum(${refunds.amountMinor})`.mapWith(Number) })
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId));
  expect(back?.minor).toBe(400);
});

test("a settlement that is heard of from all sides at once is booked once", async () => {
  const { student, paymentId, hear } = await paidFor(700);
  const answers = await Promise.all([hear(0, "e1"), hear(1, "e1"), hear(0), hear(1), hear(0, "e2"), hear(1, "e3")]);
  expect(answers.filter(({ outcome }) => outcome === "settled")).toHaveLength(1);
  const [booked] = await school.database.read
    .select({ n: count() })
    .from(journals)
    .where(and(eq(journals.sourceId, paymentId), eq(journals.kind, "payment_settled")));
  const places = await school.database.read.select().from(enrolments).where(eq(enrolments.studentId, student.id));
  expect([booked?.n, places.map(({ state }) => state)]).toEqual([1, ["active"]]);
});

// alfio-event/alf.io#1524: the provider's message and the buyer's page take the same rows in another order, and one of them is lost.
test("the provider's message and the buyer's pages about one order neither block nor undo one another", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { student, cohortId, paymentId, hear } = await paidFor(900);
    const [payment] = await school.database.read.select().from(payments).where(eq(payments.id, paymentId));
    const input = { orderId: payment?.orderId ?? "", provider: "sandbox" } as const;
    const record = (n: number) =>
      on(
        n,
        createSystemActor("begin-payment"),
        (ctx) => recordCheckout(ctx, { paymentId, reference: `ref-${round}`, checkoutUrl: "https://example.org" }),
        { beside: lockBuyer({ paymentId }) },
      );
    const answers = await Promise.allSettled([
      record(0),
      hear(1, `message-${round}`),
      on(0, student, (ctx) => startPayment(ctx, input), { beside: lockBuyer(input) }),
      enrol(1, student, cohortId, "sandbox"),
      hear(0),
    ]);
    expect(answers.filter((answer) => answer.status === "rejected" && !isRefusal(answer.reason))).toEqual([]);
    const all = await school.database.read.select().from(payments).where(eq(payments.orderId, input.orderId));
    expect(all.map(({ state }) => state)).toEqual(["settled"]);
  }
});

test("seats that are given back while others wait and enrol are never sold twice", async () => {
  const { id } = await school.cohort({ capacity: 5 });
  const inside = await students(5);
  for (const student of inside) await enrol(0, student, id);
  const mine = (studentId: string) =>
    school.database.read
      .select()
      .from(enrolments)
      .where(and(eq(enrolments.studentId, studentId)));
  const leave = async (student: Actor & { id: string }, n: number) => {
    const [place] = await mine(student.id);
    return on(n, student, (ctx) => cancelEnrolment(ctx, { enrolmentId: place?.id ?? "", why: "" }));
  };
  const others = await students(24);
  const answers = await Promise.allSettled([
    ...others
      .slice(0, 12)
      .map((student, n) => on(n, student, (ctx) => joinWaitingList(ctx, { cohortId: id, studentId: student.id }))),
    ...inside.map(leave),
    ...others.slice(12).map((student, n) => enrol(n, student, id)),
  ]);
  const failed = answers.filter((answer) => answer.status === "rejected" && !isRefusal(answer.reason));
  expect(failed).toEqual([]);
  const seats = await seatsOf(id);
  expect((seats?.held ?? 0) + (seats?.taken ?? 0)).toBeLessThanOrEqual(5);
  const [active] = await school.database.read
    .select({ n: count() })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, id), inArray(enrolments.state, ["active"])));
  expect(active?.n).toBe(seats?.taken);
});

test("what a write has read is still true when it is committed, also for rows that it does not change", async () => {
  await school.database.write((tx) =>
    tx.insert(counters).values([
      { name: "on-call-a", value: 1 },
      { name: "on-call-b", value: 1 },
    ]),
  );
  // Either may leave as long as the other stays.
  const leave = (n: number, name: string) =>
    (servers[n] as Database).write(async (tx) => {
      const rows = await tx
        .select()
        .from(counters)
        .where(inArray(counters.name, ["on-call-a", "on-call-b"]));
      await wait(20);
      if (rows.reduce((sum, { value }) => sum + value, 0) < 2) return;
      await tx.update(counters).set({ value: 0 }).where(eq(counters.name, name));
    });
  await Promise.all([leave(0, "on-call-a"), leave(1, "on-call-b")]);
  const rows = await school.database.read
    .select()
    .from(counters)
    .where(inArray(counters.name, ["on-call-a", "on-call-b"]));
  expect(rows.map(({ value }) => value).sort()).toEqual([0, 1]);
});

test.runIf(engine === "postgres")("a deadlock is undone and run again, and both writes are done", async () => {
  await school.database.write((tx) =>
    tx.insert(counters).values([
      { name: "left", value: 0 },
      { name: "right", value: 0 },
    ]),
  );
  const add = (tx: Parameters<Parameters<Database["write"]>[0]>[0], name: string) =>
    tx
      .update(counters)
      .set({ value: sql`${counters.value} + 1` })
      .where(eq(counters.name, name))
      .returning();
  const both = (n: number, ...names: string[]) =>
    (servers[n] as Database).write(
      async (tx) => {
        for (const name of names) {
          await add(tx, name);
          await wait(50);
        }
      },
      { beside: BESIDE_ALL },
    );
  const retries = () => servers.reduce((sum, server) => sum + server.stats().retries, 0);
  const before = retries();
  await Promise.all([both(0, "left", "right"), both(1, "right", "left")]);
  expect(retries() - before).toBeGreaterThanOrEqual(1);
  const rows = await school.database.read
    .select()
    .from(counters)
    .where(inArray(counters.name, ["left", "right"]));
  expect(rows.map(({ value }) => value)).toEqual([2, 2]);
});

test("a class checks in at once, and nobody twice, while their teacher marks", async () => {
  const { id: cohortId, courseId } = await school.cohort();
  const teacher = await school.person("instructor");
  const meetingId = createId("meeting");
  const [startsAt, endsAt] = [school.clock(), new Date(school.clock().getTime() + 3_600_000)];
  await school.database.write(async (tx) => {
    await tx.insert(courseStaff).values({ courseId, userId: teacher.id });
    await tx.insert(meetings).values({ id: meetingId, cohortId, startsAt, endsAt });
  });
  const people = await students(20);
  const ids = await Promise.all(people.map(async (each, n) => (await enrol(n, each, cohortId)).enrolment.id));
  const schoolSecret = "a secret";
  const proof = { code: createCheckInCode(schoolSecret, meetingId, school.clock()) };
  const checkIn = (n: number) => {
    const student = people[n % people.length] as (typeof people)[0];
    const input = { meetingId, studentId: student.id, schoolSecret, proof };
    return on(n, student, (ctx) => checkInStudent(ctx, input), { beside: BESIDE_ALL });
  };
  const mark = (n: number) => {
    const marks = [{ enrolmentId: ids[n] ?? "", state: "absent" as const, markedAt: school.clock() }];
    return on(n, teacher, (ctx) => markAttendance(ctx, { meetingId, marks }));
  };
  const all = [...Array.from({ length: 40 }, (_, n) => checkIn(n)), mark(0), mark(1), mark(2)];
  expect(await codes(all)).toEqual(times(43, "done"));
  const said = await school.database.read.select().from(attendance).where(eq(attendance.meetingId, meetingId));
  expect(said).toHaveLength(20);
  const marked = said.filter(({ enrolmentId }) => ids.slice(0, 3).includes(enrolmentId));
  expect(marked.map(({ state, via }) => `${state} ${via}`)).toEqual(times(3, "absent teacher"));
});
