import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog, cohorts, discrepancies, journals, orders, payments, postings, refunds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { dropBalanceCheck } from "#tests/support/break-database.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { createSystemActor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { startPayment } from "../payments/start-payment.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { countOpenWork } from "../reports/count-open-work.ts";
import type { Difference } from "./difference.ts";
import { reconcileCounters } from "./reconcile-counters.ts";
import { recordDiscrepancies } from "./record-discrepancies.ts";

let school: TestSchool;
let told: Awaited<ReturnType<typeof story>>;
beforeAll(async () => {
  school = await openTestSchool();
  told = await story();
});
beforeEach(async () => {
  expect(await counted()).toEqual([]);
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

/** A bit of everything that is counted: places of every kind, money in and back, an order that waits, one that has ended. */
async function story() {
  const { id: cohortId } = await school.cohort({ priceMinor: 10_000, capacity: 20 });
  const { id: freeCohortId } = await school.cohort({ capacity: 20 });
  const [finance, support] = [await school.person("finance"), await school.person("support")];
  const place = async (id = cohortId) => {
    const student = await school.person("student");
    return {
      student,
      ...(await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }))),
    };
  };
  const pay = async ({ student, order }: Awaited<ReturnType<typeof place>>) => {
    const payment = await school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
    await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id));
    return payment;
  };
  await place();
  await place(freeCohortId);
  const [finished, paused] = [await place(freeCohortId), await place(freeCohortId)];
  await school.as(support)((ctx) => completeEnrolment(ctx, { enrolmentId: finished.enrolment.id, why: "Done." }));
  await school.as(support)((ctx) => suspendEnrolment(ctx, { enrolmentId: paused.enrolment.id, why: "Away." }));
  const kept = await place();
  const payment = await pay(kept);
  const { refund } = await school.as(finance)((ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: 2_500, reason: "One evening fell out." }),
  );
  await school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view: { state: "done", reference: "r" } }));
  const ended = await place();
  await pay(ended);
  await school.as(support)((ctx) => cancelEnrolment(ctx, { enrolmentId: ended.enrolment.id, why: "Ill." }));
  return { cohortId, orderId: kept.order.id, paymentId: payment.id, refundId: refund.id };
}

async function counted(): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const differences of reconcileCounters(school.reading(createSystemActor("test"))))
    found.push(...differences);
  return found;
}

const note = (found: Difference[], isAll = true) =>
  school.asSystem((ctx) => recordDiscrepancies(ctx, { found, isAll }));
const open = () => school.database.read.select().from(discrepancies).where(isNull(discrepancies.settledAt));

/** Breaks something behind the verbs' back, looks, and puts it right again. */
async function whileBroken<T>(
  spoil: (tx: Tx) => Promise<unknown>,
  mend: (tx: Tx) => Promise<unknown>,
  look: () => Promise<T>,
) {
  await school.database.write(spoil);
  try {
    return await look();
  } finally {
    await school.database.write(mend);
  }
}

test("what verbs have done agrees with its rows", async () => {
  expect(await counted()).toEqual([]);
});

test.each(["held", "taken"] as const)("a cohort whose %s seats do not agree is found", async (counter) => {
  const add = (n: number) => (tx: Tx) =>
    tx
      .update(cohorts)
      .set({ [counter]: sql`${cohorts[counter]} + ${sql.raw(String(n))}` })
      .where(eq(cohorts.id, told.cohortId));
  const found = await whileBroken(add(1), add(-1), counted);
  const [held, taken] = counter === "held" ? [2, 1] : [1, 2];
  expect(found).toEqual([
    { objectType: "cohort", objectId: told.cohortId, said: `held ${held}, taken ${taken}`, counted: "held 1, taken 1" },
  ]);
});

test("money that a payment, a refund or an order has and the ledger has not is found", async () => {
  const { paymentId, refundId, orderId } = told;
  const set = (more: number) => async (tx: Tx) => {
    await tx
      .update(payments)
      .set({ amountMinor: 10_000 + more })
      .where(eq(payments.id, paymentId));
    await tx
      .update(refunds)
      .set({ amountMinor: 2_500 + more })
      .where(eq(refunds.id, refundId));
    await tx
      .update(orders)
      .set({ totalMinor: 10_000 + more })
      .where(eq(orders.id, orderId));
  };
  expect(await whileBroken(set(1), set(0), counted)).toEqual([
    {
      objectType: "payment",
      objectId: paymentId,
      said: "the ledger says 10000 CHF",
      counted: "the ledger says 10001 CHF",
    },
    {
      objectType: "refund",
      objectId: refundId,
      said: "the ledger says -2500 CHF",
      counted: "the ledger says -2501 CHF",
    },
    {
      objectType: "order",
      objectId: orderId,
      said: "the ledger says -10000 CHF",
      counted: "the ledger says -10001 CHF",
    },
  ]);
});

test("a refund that is called done and never was booked is found", async () => {
  const id = createId("refund");
  const row = { id, paymentId: told.paymentId, state: "done" as const, amountMinor: 100, currency: "CHF", reason: "" };
  const found = await whileBroken(
    (tx) => tx.insert(refunds).values({ ...row, createdAt: school.clock() }),
    (tx) => tx.delete(refunds).where(eq(refunds.id, id)),
    counted,
  );
  expect(found).toMatchObject([{ objectType: "refund", objectId: id, said: "the ledger says 0 CHF" }]);
});

test("a journal that does not sum to zero is found", async () => {
  const other = await openTestSchool();
  await dropBalanceCheck(other.database.url);
  try {
    const journal = { seq: 1, id: createId("journal"), at: other.clock(), kind: "order_paid", sourceType: "order" };
    await other.database.write(async (tx) => {
      await tx.insert(journals).values({ ...journal, sourceId: "ord_none", hash: "" });
      const line = { journalSeq: 1, account: "clearing" as const, currency: "CHF" };
      await tx.insert(postings).values({ id: createId("posting"), ...line, amountMinor: 100 });
      await tx.insert(postings).values({ id: createId("posting"), ...line, amountMinor: -99 });
    });
    const found: Difference[] = [];
    for await (const differences of reconcileCounters(other.reading(createSystemActor("test"))))
      found.push(...differences);
    expect(found).toEqual([
      { objectType: "journal", objectId: "1 CHF", said: "sums to 1 CHF", counted: "sums to 0 CHF" },
    ]);
  } finally {
    await other.drop();
  }
});

test("every cohort is counted, however many batches they are", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 120; n++) ids.push((await school.cohort({ capacity: 9 })).id);
  const set = (taken: number) => async (tx: Tx) => {
    for (const id of ids) await tx.update(cohorts).set({ taken }).where(eq(cohorts.id, id));
  };
  const found = await whileBroken(set(3), set(0), counted);
  expect(found.map(({ objectId }) => objectId).sort()).toEqual([...ids].sort());
});

test("a difference is noted once, stands on the dashboard for who reads the audit log, and goes when it agrees again", async () => {
  const difference = {
    objectType: "cohort",
    objectId: told.cohortId,
    said: "held 2, taken 1",
    counted: "held 1, taken 1",
  };
  const [admin, finance] = [await school.person("admin"), await school.person("finance")];
  const shown = async (actor: typeof admin) =>
    (await countOpenWork(school.reading(actor))).items.find(({ kind }) => kind === "discrepancies")?.count ?? 0;
  expect(await note([difference])).toEqual([difference]);
  expect(await note([difference])).toEqual([]);
  expect([await shown(admin), await shown(finance)]).toEqual([1, 0]);
  const grown = { ...difference, said: "held 3, taken 1" };
  expect(await note([grown])).toEqual([grown]);
  const [row] = await open();
  expect(await open()).toMatchObject([{ said: "held 3, taken 1", foundAt: school.clock() }]);
  await note([], false);
  expect(await shown(admin)).toBe(1);
  await note([]);
  expect([await shown(admin), await open()]).toEqual([0, []]);
  const mine = and(eq(auditLog.objectType, "discrepancy"), eq(auditLog.objectId, row?.id ?? ""));
  const log = await school.database.read.select().from(auditLog).where(mine).orderBy(auditLog.seq);
  // What a change leaves as it was is not in it.
  const { counted: _, ...changed } = grown;
  expect(log.map(({ after }) => after)).toEqual([difference, changed, { agrees: true }]);
});

test("finding a difference repairs nothing, and only the school itself counts (forbidden)", async () => {
  const add = (n: number) => (tx: Tx) =>
    tx
      .update(cohorts)
      .set({ taken: sql`${cohorts.taken} + ${sql.raw(String(n))}` })
      .where(eq(cohorts.id, told.cohortId));
  await whileBroken(add(1), add(-1), async () => {
    await note(await counted());
    expect(await counted()).toHaveLength(1);
  });
  await note(await counted());
  const admin = await school.person("admin");
  const refused = expect.objectContaining({ name: "Refusal", code: "forbidden" });
  await expect(reconcileCounters(school.reading(admin)).next()).rejects.toEqual(refused);
  await expect(school.as(admin)((ctx) => recordDiscrepancies(ctx, { found: [], isAll: true }))).rejects.toEqual(
    refused,
  );
});
