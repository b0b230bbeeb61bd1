import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { and, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { cohortEndings, cohorts, enrolments, orders, outbox, payments, refunds } from "#db/schema/index.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { countCohortEndings } from "#domain/checkout/count-cohort-endings.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { listCohortEndings } from "#domain/checkout/list-cohort-endings.ts";
import { retryCohortEndings } from "#domain/checkout/retry-cohort-endings.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { hasPlaceToCancel } from "#ops/jobs/money.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";
import { cancelCohortPlaces } from "./cancel-cohort-places.ts";

let school: PayingSchool;
let admin: Awaited<ReturnType<PayingSchool["person"]>>;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const PRICE = 48_000;
/** People who pay side by side. */
const AT_ONCE = 30;

async function paidPlace(cohortId: string) {
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id }),
  );
  const payment = await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  return { enrolmentId: enrolment.id, orderId: order.id, paymentId: payment.id };
}

async function cohortOf(places: number) {
  const { id } = await school.cohort({ priceMinor: PRICE, capacity: places + 1 });
  const all: Awaited<ReturnType<typeof paidPlace>>[] = [];
  for (let left = places; left > 0; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, left) }, () => paidPlace(id));
    all.push(...(await Promise.all(some)));
  }
  return { id, all };
}

const cancel = (cohortId: string) =>
  school.as(admin)((ctx) => cancelCohort(ctx, { cohortId, why: "The press broke.", refund: "now" }));
const counts = (cohortId: string) => countCohortEndings(school.reading(admin), cohortId);
const refundsOf = (paymentIds: string[]) =>
  school.database.read.select().from(refunds).where(inArray(refunds.paymentId, paymentIds));

/** Runs the job in a process of its own, which dies once so many places have ended. */
function runAndDie(atCount: number): Promise<string | null> {
  const { url } = school.database;
  const isFile = engine === "sqlite";
  const child = spawn(process.execPath, [resolve("tests/support/cancel-and-die.ts"), String(atCount)], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: isFile ? "" : url,
      MATRICULA_DATA_DIR: isFile ? dirname(url) : mkdtempSync(join(tmpdir(), "matricula-died-")),
      MATRICULA_BANK_ACCOUNT_HOLDER: "The school",
      MATRICULA_BANK_IBAN: "CH9300762011623852957",
      MATRICULA_SECRET: "a secret of this test, which is long enough",
      MATRICULA_ALLOW_EPHEMERAL: "yes",
      MATRICULA_URL: "http://localhost",
      MATRICULA_LOG_LEVEL: "silent",
    },
  });
  return new Promise((done) => child.once("close", (_code, signal) => done(signal)));
}

/** Enough that a job which dies leaves most of them; a quick run has a third. */
const PLACES = isQuick ? (engine === "sqlite" ? 100 : 80) : 300;

test(`a cohort of ${PLACES} is cancelled in one step, and the job goes on where a killed one stopped, with one refund and one mail each`, async () => {
  const { id, all } = await cohortOf(PLACES);
  await cancel(id);
  expect(await counts(id)).toEqual({ waiting: PLACES, done: 0, failed: 0, total: PLACES, due: 0 });

  expect(await runAndDie(40)).toBe("SIGKILL");
  const left = await counts(id);
  expect(left.done).toBeGreaterThanOrEqual(40);
  expect(left.done).toBeLessThan(PLACES);
  const { cancelled, troubles } = await cancelCohortPlaces();
  expect([cancelled, troubles]).toEqual([PLACES - left.done, 0]);

  expect(await counts(id)).toEqual({ waiting: 0, done: PLACES, failed: 0, total: PLACES, due: 0 });
  const asked = await refundsOf(all.map(({ paymentId }) => paymentId));
  expect(asked.map(({ amountMinor }) => amountMinor)).toEqual(Array.from({ length: PLACES }, () => PRICE));
  expect(new Set(asked.map(({ paymentId }) => paymentId)).size).toBe(PLACES);
  const told = and(eq(outbox.kind, "enrolment_cancelled"), sql`payload like '%press broke%'`);
  expect(
    await school.database.read.$count(outbox, engine === "sqlite" ? told : eq(outbox.kind, "enrolment_cancelled")),
  ).toBe(PLACES);
  const [cohort] = await school.database.read.select().from(cohorts).where(eq(cohorts.id, id));
  expect(cohort).toMatchObject({ taken: 0, held: 0 });
  expect(await hasPlaceToCancel(school.database.read)).toBe(false);
}, 600_000);

test("a refund that failed is listed, and asked for again once it is tried again, for whoever may give money back", async () => {
  const { id, all } = await cohortOf(2);
  await cancel(id);
  await cancelCohortPlaces();
  const [first] = all;
  const [refund] = await refundsOf([first?.paymentId ?? ""]);
  const view = { state: "failed", reference: "", failure: "transfer_account_closed" } as const;
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund?.id ?? "", view }));
  expect(await counts(id)).toMatchObject({ done: 2, due: 1 });
  const found = await listCohortEndings(
    school.reading(admin),
    { cohortId: id, money: "due" },
    {
      ...{ sort: "place", direction: "asc", page: 1 },
    },
  );
  expect(found.items.map(({ enrolmentId }) => enrolmentId)).toEqual([first?.enrolmentId]);

  const support = await school.person("support");
  await expect(school.as(support)((ctx) => retryCohortEndings(ctx, { cohortId: id }))).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await school.as(admin)((ctx) => retryCohortEndings(ctx, { cohortId: id }))).toBe(1);
  expect(await hasPlaceToCancel(school.database.read)).toBe(true);
  await cancelCohortPlaces();
  await cancelCohortPlaces();
  const states = (await refundsOf([first?.paymentId ?? ""])).map(({ state, amountMinor }) => [state, amountMinor]);
  expect(states.sort()).toEqual([
    ["failed", PRICE],
    ["submitted", PRICE],
  ]);
  expect(await counts(id)).toMatchObject({ waiting: 0, done: 2, due: 0 });
  await expect(school.as(admin)((ctx) => retryCohortEndings(ctx, { cohortId: id }))).rejects.toMatchObject({
    code: "wrong_state",
  });
});

test("a place that cannot be ended says why, is left alone after five tries, and is tried again when a person says so", async () => {
  const { id, all } = await cohortOf(2);
  await cancel(id);
  // The counter has lost its seats, so the database refuses to give one back.
  const setTaken = (taken: number) =>
    school.database.write((tx) => tx.update(cohorts).set({ taken }).where(eq(cohorts.id, id)));
  await setTaken(0);
  for (let run = 0; run < 6; run += 1) await cancelCohortPlaces();
  const rows = await school.database.read.select().from(cohortEndings).where(eq(cohortEndings.cohortId, id));
  expect(rows).toMatchObject([
    { state: "failed", failure: "broken", attempts: 5 },
    { state: "failed", failure: "broken", attempts: 5 },
  ]);
  expect(await hasPlaceToCancel(school.database.read)).toBe(false);
  await setTaken(2);
  expect(await school.as(admin)((ctx) => retryCohortEndings(ctx, { cohortId: id }))).toBe(2);
  expect(await cancelCohortPlaces()).toEqual({ cancelled: 2, troubles: 0 });
  const places = await school.database.read
    .select({ state: enrolments.state })
    .from(enrolments)
    .where(
      inArray(
        enrolments.id,
        all.map(({ enrolmentId }) => enrolmentId),
      ),
    );
  expect(places.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
});

test("a place that ended by other means meanwhile counts as ended, and its money is left as it was decided then", async () => {
  const { id, all } = await cohortOf(1);
  await cancel(id);
  const [place] = all;
  await school.database.write((tx) =>
    tx
      .update(enrolments)
      .set({ state: "revoked", endedAt: school.clock() })
      .where(eq(enrolments.id, place?.enrolmentId ?? "")),
  );
  await school.database.write((tx) => tx.update(cohorts).set({ taken: 0 }).where(eq(cohorts.id, id)));
  await cancelCohortPlaces();
  expect(await counts(id)).toMatchObject({ waiting: 0, done: 1 });
  expect(await refundsOf([place?.paymentId ?? ""])).toEqual([]);
  const [order] = await school.database.read
    .select()
    .from(orders)
    .where(eq(orders.id, place?.orderId ?? ""));
  expect(order?.state).toBe("paid");
  expect(await school.database.read.$count(payments, eq(payments.id, place?.paymentId ?? ""))).toBe(1);
});
