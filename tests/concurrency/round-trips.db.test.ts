import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import { counters } from "#db/schema/index.ts";
import type { Database, WriteOptions } from "#db/types.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { recordCheckout } from "#domain/payments/record-checkout.ts";
import { startDelayingProxy } from "#tests/support/delaying-proxy.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";

const testOnPostgres = test.runIf(engine === "postgres");

let school: TestSchool;
let line: Awaited<ReturnType<typeof startDelayingProxy>>;
let database: Database;
beforeAll(async () => {
  school = await openTestSchool();
  if (engine === "sqlite") return;
  // Far enough that whatever is sent without waiting has left before an answer comes.
  line = await startDelayingProxy(school.database.url, 60);
  database = openDatabase(line.url, { writersMax: 1 });
  // Opens the connection.
  await database.write(async () => {});
});
afterAll(async () => {
  await database?.close();
  await line?.stop();
  await school.drop();
});

/** How often the server's answer was waited for, at the wire. */
async function tripsOf<T>(actor: Actor, verb: (ctx: WriteCtx) => Promise<T>, options: WriteOptions = {}) {
  const before = line.roundTrips();
  const { clock, rules } = school;
  const done = await database.write(
    (tx) => verb(createWriteCtx({ tx, now: clock(), actor, requestId: createId("request"), rules })),
    options,
  );
  return { done, trips: line.roundTrips() - before };
}

async function enrol(priceMinor: number) {
  const student = await school.person("student");
  const { id: cohortId } = await school.cohort({ priceMinor, capacity: 5 });
  const choice = { cohortId, studentId: student.id };
  return tripsOf(student, (ctx) => enrolStudent(ctx, { ...choice, provider: "sandbox" }), {
    beside: lockBuyer(choice),
  });
}

testOnPostgres("enrolling and settling wait for the database four times, commit and all", async () => {
  const [free, paid] = [await enrol(0), await enrol(500)];
  const paymentId = paid.done.payment?.id ?? "";
  const gateway = createSystemActor("webhook:sandbox");
  const opened = await tripsOf(
    gateway,
    (ctx) => recordCheckout(ctx, { paymentId, reference: "r", checkoutUrl: "https://example.org" }),
    { beside: lockBuyer({ paymentId }) },
  );
  const view = { state: "settled", amount: { minor: 500, currency: "CHF" }, live: false, paymentId } as const;
  const event = { eventId: "e", type: "paid", body: {}, reference: null, paymentId, view };
  const settled = await tripsOf(
    gateway,
    (ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view, event }),
    { beside: lockBuyer({ paymentId }) },
  );
  expect(settled.done.outcome).toBe("settled");
  expect({ free: free.trips, paid: paid.trips, opened: opened.trips, settled: settled.trips }).toEqual({
    ...{ free: 4, paid: 4, opened: 3, settled: 4 },
  });
});

testOnPostgres(
  "what nobody waits for is not lost: a write fails with the first of its statements that failed",
  async () => {
    const name = "unwaited";
    const failing = database.write(async (tx) => {
      await tx.insert(counters).values({ name, value: 1 });
      await tx.insert(counters).values({ name, value: 2 });
      await tx.insert(counters).values({ name: "after it", value: 3 });
    });
    await expect(failing).rejects.toMatchObject({ cause: { code: "23505" } });
    const waiting = database.write(async (tx) => {
      await tx.insert(counters).values({ name: "no", value: "text" as unknown as number });
      await tx.select().from(counters);
    });
    await expect(waiting).rejects.toMatchObject({ cause: { code: "22P02" } });
    expect(await database.read.select().from(counters)).toEqual([]);
  },
);
