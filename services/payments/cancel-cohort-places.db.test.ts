import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cohorts, enrolments, orders, outbox, payments, refunds, waitingList } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { cancelCohort, type CohortRefund } from "#domain/checkout/cancel-cohort.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { cancelCohortPlace } from "#domain/checkout/cancel-cohort-place.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getCohortCancellation } from "#domain/checkout/get-cohort-cancellation.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";
import { suspendEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { hasPlaceToCancel } from "#ops/jobs/money.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { beginPayment } from "./begin-payment.ts";
import { cancelCohortPlaces } from "./cancel-cohort-places.ts";

let school: PayingSchool;
beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const WHY = "The printing press broke.";

async function enrolled(cohortId: string, provider?: ProviderName) {
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, ...(provider ? { provider } : {}) }),
  );
  return { student, order, enrolmentId: enrolment.id };
}

async function paidByTransfer(cohortId: string) {
  const place = await enrolled(cohortId);
  const payment = await beginPayment({ actor: place.student }, { orderId: place.order.id, provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  return place;
}

async function cancel(cohortId: string, refund?: CohortRefund, by?: Awaited<ReturnType<PayingSchool["person"]>>) {
  const admin = by ?? (await school.person("admin"));
  return school.as(admin)((ctx) => cancelCohort(ctx, { cohortId, why: WHY, refund }));
}

const statesOf = async (cohortId: string) => {
  const rows = await school.database.read.select().from(enrolments).where(eq(enrolments.cohortId, cohortId));
  return rows.map(({ state }) => state).sort();
};
const orderOf = async (id: string) => (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0];
const seatsOf = async (id: string) => (await school.database.read.select().from(cohorts).where(eq(cohorts.id, id)))[0];

describe("a cohort with students that is cancelled", () => {
  test("tells each of them once, frees every seat and sends back what was paid, whatever their places stood at", async () => {
    const { id } = await school.cohort({ priceMinor: 48_000, capacity: 6 });
    const admin = await school.person("admin");
    const [paid, paused, done] = [await paidByTransfer(id), await paidByTransfer(id), await paidByTransfer(id)];
    const unpaid = await enrolled(id);
    const transfer = await beginPayment({ actor: unpaid.student }, { orderId: unpaid.order.id, provider: "bank" });
    await school.as(admin)((ctx) => suspendEnrolment(ctx, { enrolmentId: paused.enrolmentId, why: "ill" }));
    await school.as(admin)((ctx) => completeEnrolment(ctx, { enrolmentId: done.enrolmentId, why: "did it all" }));
    expect(await getCohortCancellation(school.reading(admin), id)).toMatchObject({
      ...{ enrolled: 2, unpaid: 1, completed: 1, waiting: 0 },
      paid: { orders: 2, byTransfer: 2, totals: [{ minor: 96_000, currency: "CHF" }] },
    });

    await cancel(id, "now");
    expect(await hasPlaceToCancel(school.database.read)).toBe(true);
    expect(await cancelCohortPlaces()).toEqual({ cancelled: 3, troubles: 0 });

    expect(await statesOf(id)).toEqual(["cancelled", "cancelled", "cancelled", "completed"]);
    expect(await seatsOf(id)).toMatchObject({ state: "cancelled", held: 0, taken: 1 });
    const { read } = school.database;
    for (const { student, enrolmentId } of [paid, paused, unpaid]) {
      const told = and(eq(outbox.recipient, student.email), eq(outbox.kind, "enrolment_cancelled"));
      expect(await read.select({ payload: outbox.payload }).from(outbox).where(told)).toEqual([
        { payload: { enrolmentId, why: WHY } },
      ]);
    }
    for (const { order } of [paid, paused]) {
      expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: null });
      const asked = await read
        .select({ minor: refunds.amountMinor })
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(eq(payments.orderId, order.id));
      expect(asked).toEqual([{ minor: 48_000 }]);
    }
    const [awaited] = await read.select().from(payments).where(eq(payments.id, transfer.id));
    expect(awaited?.state).toBe("cancelled");
    expect(await hasPlaceToCancel(read)).toBe(false);
  });

  test("leaves the money for review when that is what was decided", async () => {
    const { id } = await school.cohort({ priceMinor: 48_000, capacity: 2 });
    const { order } = await paidByTransfer(id);
    await cancel(id, "review");
    await cancelCohortPlaces();
    expect(await orderOf(order.id)).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
  });

  test("can be taken by nobody from the press on, also not by whoever waits", async () => {
    const { id } = await school.cohort({ capacity: 1 });
    await enrolled(id);
    const waiter = await school.person("student");
    await school.as(waiter)((ctx) => joinWaitingList(ctx, { cohortId: id, studentId: waiter.id }));
    await cancel(id, "review");
    await expect(enrolled(id)).rejects.toMatchObject({ code: "not_found" });
    await cancelCohortPlaces();
    const [entry] = await school.database.read.select().from(waitingList).where(eq(waitingList.cohortId, id));
    expect(entry?.state).toBe("left");
    expect(await seatsOf(id)).toMatchObject({ held: 0, taken: 0 });
  });

  test("is refused whole while it is not said what becomes of the students", async () => {
    const { id } = await school.cohort({ priceMinor: 48_000, capacity: 2 });
    await enrolled(id);
    await expect(cancel(id)).rejects.toMatchObject({ code: "cohort_in_use" });
    expect(await statesOf(id)).toEqual(["pending"]);
    expect(await hasPlaceToCancel(school.database.read)).toBe(false);
  });

  test("asks for the password when much money leaves, and for the right to refund and to cancel places", async () => {
    const { id } = await school.cohort({ priceMinor: 48_000, capacity: 5 });
    await paidByTransfer(id);
    await paidByTransfer(id);
    const admin = await school.person("admin");
    const longAgo = { ...admin, provenAt: new Date(0) };
    await expect(cancel(id, "now", longAgo)).rejects.toMatchObject({ code: "sign_in_not_recent" });
    const narrow = { ...admin, scopes: ["cohorts:write"] };
    await expect(cancel(id, "review", narrow)).rejects.toMatchObject({ code: "scope_missing" });
    const withoutMoney = { ...admin, scopes: ["cohorts:write", "enrolments:write"] };
    await expect(cancel(id, "now", withoutMoney)).rejects.toMatchObject({ code: "scope_missing" });
    expect((await seatsOf(id))?.state).toBe("open");
    await cancel(id, "review", longAgo);
    await cancelCohortPlaces();
  });
});

describe("the job that cancels the places of a cohort", () => {
  test("goes on where it was killed, and does nothing twice", async () => {
    const { id } = await school.cohort({ priceMinor: 48_000, capacity: 9 });
    const places = [];
    for (let n = 0; n < 4; n += 1) places.push(await paidByTransfer(id));
    await cancel(id, "now");
    // As if the process had died between the second place and the third.
    const [first, second] = places;
    for (const place of [first, second])
      await school.asSystem((ctx) => cancelCohortPlace(ctx, { enrolmentId: place?.enrolmentId ?? "" }));
    expect((await statesOf(id)).filter((state) => state === "cancelled")).toHaveLength(2);
    const admin = await school.person("admin");
    expect(await getCohortCancellation(school.reading(admin), id)).toMatchObject({
      ...{ enrolled: 2, decision: { places: 4, refund: "now", why: WHY } },
    });
    expect(await cancelCohortPlaces()).toEqual({ cancelled: 2, troubles: 0 });
    expect(await cancelCohortPlaces()).toEqual({ cancelled: 0, troubles: 0 });
    for (const { order, student } of places) {
      const own = await school.database.read.select().from(payments).where(eq(payments.orderId, order.id));
      const ids = own.map((payment) => payment.id);
      expect(await school.database.read.$count(refunds, inArray(refunds.paymentId, ids))).toBe(1);
      const told = and(eq(outbox.recipient, student.email), eq(outbox.kind, "enrolment_cancelled"));
      expect(await school.database.read.$count(outbox, told)).toBe(1);
    }
  });

  test("is not stopped by a place that cannot be cancelled, and tries it again", async () => {
    const broken = await school.cohort({ capacity: 9 });
    const sound = await school.cohort({ capacity: 9 });
    for (const { id } of [broken, sound]) {
      await enrolled(id);
      await enrolled(id);
      await cancel(id, "review");
    }
    // The counter has lost a seat, so the database refuses to give both back.
    const setTaken = (taken: number) =>
      school.database.write((tx) => tx.update(cohorts).set({ taken }).where(eq(cohorts.id, broken.id)));
    await setTaken(1);
    expect(await cancelCohortPlaces()).toEqual({ cancelled: 3, troubles: 1 });
    expect(await statesOf(broken.id)).toEqual(["active", "cancelled"]);
    expect(await statesOf(sound.id)).toEqual(["cancelled", "cancelled"]);
    await setTaken(1);
    expect(await cancelCohortPlaces()).toEqual({ cancelled: 1, troubles: 0 });
  });

  test("never holds the writer for more than one place, however many there are", async () => {
    const { id } = await school.cohort({ capacity: 60 });
    for (let n = 0; n < 40; n += 1) await enrolled(id);
    await cancel(id, "review");
    const running = cancelCohortPlaces();
    let others = 0;
    let over = false;
    void running.then(() => (over = true));
    while (!over) {
      await school.asSystem(async (ctx) => void (await ctx.tx.select({ id: cohorts.id }).from(cohorts).limit(1)));
      others += 1;
    }
    expect(await running).toEqual({ cancelled: 40, troubles: 0 });
    expect(others).toBeGreaterThan(20);
  });
});

test("a place that is suspended can be cancelled by itself, and its seat is free", async () => {
  const { id } = await school.cohort({ capacity: 1 });
  const { enrolmentId } = await enrolled(id);
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => suspendEnrolment(ctx, { enrolmentId, why: "ill" }));
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "moved away" }));
  expect(await seatsOf(id)).toMatchObject({ taken: 0 });
  expect(await statesOf(id)).toEqual(["cancelled"]);
});
