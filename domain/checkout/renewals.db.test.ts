import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, grants, holds, orders, outbox, payments, renewals } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { approveRenewal } from "../access/approve-renewal.ts";
import { withdrawRenewal } from "../access/withdraw-renewal.ts";
import { declineRenewal } from "../access/decline-renewal.ts";
import { explainAccess } from "../access/explain-access.ts";
import { extendAccess } from "../access/extend-access.ts";
import { canOpenCourse } from "../access/get-access.ts";
import { revokeGrant } from "../access/revoke-grant.ts";
import { shortenAccess } from "../access/shorten-access.ts";
import { revokeEnrolment } from "./revoke-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { startPayment } from "../payments/start-payment.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { recordRefund } from "../refunds/record-refund.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { cancelEnrolment } from "./cancel-enrolment.ts";
import { cancelOrder } from "./cancel-order.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { listCancellableEnrolments } from "./list-cancellable-enrolments.ts";
import { renewAccess } from "./renew-access.ts";

let school: TestSchool;
let desk: Actor;
let finance: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("admin");
  finance = await school.person("finance");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const START = new Date("2026-01-08T10:00:00Z");
const END = addMs(START, 20 * DAY_MS);
const FREE = { renewal: "instant", renewalDays: 30 } as const;
const PAID = { ...FREE, renewalPriceMinor: 4_900 };
const ASKED = { renewal: "request", renewalDays: 30 } as const;
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** A student whose access ends in 20 days, in a cohort with these terms. */
async function placed(terms: Partial<typeof cohorts.$inferInsert>) {
  school.clock.set(START);
  const cohort = await school.cohort({ accessDays: 20, capacity: 3, timezone: "UTC", ...terms });
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const read = () => school.database.read;
  return {
    ...{ ...cohort, student, enrolmentId: enrolment.id },
    renew: (seen?: Date, reason?: string) =>
      school.as(student)((ctx) => renewAccess(ctx, { enrolmentId: enrolment.id, seen, reason })),
    explained: async () => (await explainAccess(school.reading(student), { studentId: student.id }))[0],
    opens: () => canOpenCourse(school.reading(student), cohort.courseId),
    ofStudent: () => read().select().from(renewals).where(eq(renewals.studentId, student.id)),
    granted: () => read().select().from(grants).where(eq(grants.studentId, student.id)),
    told: async (kind: string) =>
      (await read().select().from(outbox).where(eq(outbox.recipient, student.email))).filter(
        (mail) => mail.kind === kind,
      ).length,
    state: async () => (await read().select().from(enrolments).where(eq(enrolments.id, enrolment.id)))[0]?.state,
    seats: async () => (await read().select().from(cohorts).where(eq(cohorts.id, cohort.id)))[0],
  };
}

type Placed = Awaited<ReturnType<typeof placed>>;

/** The order of a renewal, with a transfer that is awaited. */
async function ordered(place: Placed) {
  const { orderCode } = await place.renew(END);
  const find = async () =>
    (
      await school.database.read
        .select()
        .from(orders)
        .where(eq(orders.code, orderCode ?? ""))
    )[0];
  const order = await find();
  if (!order) throw new Error("no order");
  const payment = await school.as(place.student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank" }));
  const settle = () => school.as(finance)((ctx) => confirmTransfer(ctx, payment.id));
  return { order, payment, settle, find };
}

test("a free renewal begins where access ends, once, however often and in however many tabs it is pressed", async () => {
  const place = await placed(FREE);
  const pressed = await Promise.all([place.renew(END), place.renew(END), place.renew(END)]);
  expect(new Set([...pressed, await place.renew(END)].map(({ renewal }) => renewal.id)).size).toBe(1);
  expect(await place.explained()).toMatchObject({
    state: "open",
    endsAt: addMs(END, 30 * DAY_MS),
    reasons: [{ kind: "order" }, { kind: "renewal", days: 30, code: null }],
  });
  expect(await place.granted()).toHaveLength(2);
  expect(await place.told("renewal_granted")).toBe(1);
  expect((await place.seats())?.taken).toBe(1);
});

test("a page that is older than what the office did since renews nothing", async () => {
  const place = await placed(FREE);
  const extension = { enrolmentId: place.enrolmentId, days: 3, until: null, why: "was ill", notify: false };
  await school.as(desk)((ctx) => extendAccess(ctx, extension));
  await expect(place.renew(END)).rejects.toEqual(refusal("wrong_state"));
  expect(await place.ofStudent()).toEqual([]);
});

test("access that ended years ago is renewed from now", async () => {
  const place = await placed(FREE);
  school.clock.set(new Date("2031-05-05T08:00:00Z"));
  expect(await place.opens()).toBe(false);
  await place.renew(END);
  expect(await place.explained()).toMatchObject({
    startsAt: school.clock(),
    endsAt: addMs(school.clock(), 30 * DAY_MS),
  });
  expect(await place.opens()).toBe(true);
});

test("nobody renews too early, too often, what is for good, or what no cohort offers (not_renewable)", async () => {
  const far = await placed({ ...FREE, accessDays: 200 });
  await expect(far.renew()).rejects.toEqual(refusal("not_renewable"));
  const once = await placed({ ...FREE, renewalsMax: 1 });
  await once.renew();
  school.clock.forward(45 * DAY_MS);
  await expect(once.renew()).rejects.toEqual(refusal("not_renewable"));
  const gift = await placed({ accessDays: null });
  await expect(gift.renew()).rejects.toEqual(refusal("not_renewable"));
  const plain = await placed({});
  await expect(plain.renew()).rejects.toEqual(refusal("not_renewable"));
});

test("a renewal that the office took back or shortened away may be had again", async () => {
  const place = await placed({ ...FREE, renewalsMax: 1 });
  const by = { why: "by mistake", notify: false };
  const { renewal } = await place.renew(END);
  await school.as(desk)((ctx) => revokeGrant(ctx, { grantId: renewal.grantId ?? "", ...by }));
  expect((await place.explained())?.endsAt).toEqual(END);
  const again = await place.renew(END);
  expect(again.renewal.id).not.toBe(renewal.id);
  const shorten = (days: number) =>
    school.as(desk)((ctx) => shortenAccess(ctx, { ...by, enrolmentId: place.enrolmentId, days, until: null }));
  await shorten(10);
  expect((await place.ofStudent()).map(({ state }) => state).sort()).toEqual(["cancelled", "granted"]);
  expect(await place.explained()).toMatchObject({ endsAt: addMs(END, 20 * DAY_MS) });
  await shorten(25);
  expect((await place.ofStudent()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
  const third = await place.renew(addMs(END, -5 * DAY_MS));
  expect(third.renewal.state).toBe("granted");
});

test("a suspended or revoked place is not renewed, and what was asked for ends with the place", async () => {
  const suspended = await placed(FREE);
  const why = "owes a book";
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: suspended.enrolmentId, why }));
  await expect(suspended.renew(END)).rejects.toEqual(refusal("not_renewable"));
  const revoked = await placed(ASKED);
  await revoked.renew(END, "was ill");
  await school.as(desk)((ctx) => revokeEnrolment(ctx, { enrolmentId: revoked.enrolmentId, why }));
  expect((await revoked.ofStudent()).map(({ state }) => state)).toEqual(["cancelled"]);
  await expect(revoked.renew(END, "was ill")).rejects.toEqual(refusal("not_renewable"));
});

test("what is asked for needs a reason, is asked once, and opens the course as long as the office says", async () => {
  const place = await placed(ASKED);
  await expect(place.renew(END)).rejects.toEqual(refusal("invalid_input"));
  const { renewal } = await place.renew(END, "was ill");
  expect((await place.renew(END, "was ill")).renewal.id).toBe(renewal.id);
  school.clock.forward(25 * DAY_MS);
  expect(await place.opens()).toBe(false);
  const approve = () => school.as(desk)((ctx) => approveRenewal(ctx, { renewalId: renewal.id, days: 7 }));
  await approve();
  expect(await place.explained()).toMatchObject({
    state: "open",
    endsAt: addMs(school.clock(), 7 * DAY_MS),
    reasons: [{ kind: "renewal", days: 7 }],
  });
  await expect(approve()).rejects.toEqual(refusal("wrong_state"));
  expect(await place.told("renewal_granted")).toBe(1);
});

test("what is declined is told with its reason, and may be asked for again", async () => {
  const place = await placed(ASKED);
  const { renewal } = await place.renew(END, "was ill");
  const decline = () => school.as(desk)((ctx) => declineRenewal(ctx, { renewalId: renewal.id, answer: "long enough" }));
  await decline();
  await expect(decline()).rejects.toEqual(refusal("wrong_state"));
  expect(await place.told("renewal_declined")).toBe(1);
  const again = await place.renew(END, "was ill, see the doctor's note");
  expect(again.renewal).toMatchObject({ state: "requested" });
  const why = "owes a book";
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: place.enrolmentId, why }));
  const approve = school.as(desk)((ctx) => approveRenewal(ctx, { renewalId: again.renewal.id }));
  await expect(approve).rejects.toEqual(refusal("wrong_state"));
});

test("what is asked for can be withdrawn until it is decided, by whoever asked alone, and asked for again", async () => {
  const place = await placed(ASKED);
  const { renewal } = await place.renew(END, "was ill");
  const withdraw = (as: Actor) => school.as(as)((ctx) => withdrawRenewal(ctx, { renewalId: renewal.id }));
  await expect(withdraw(await school.person("student"))).rejects.toEqual(refusal("not_found"));
  expect((await withdraw(place.student)).state).toBe("cancelled");
  await expect(withdraw(place.student)).rejects.toEqual(refusal("wrong_state"));
  const approve = school.as(desk)((ctx) => approveRenewal(ctx, { renewalId: renewal.id }));
  await expect(approve).rejects.toEqual(refusal("wrong_state"));
  expect((await place.renew(END, "was ill after all")).renewal.state).toBe("requested");
});

test("a paid renewal is an order without a seat, and its money opens the course from where access ends", async () => {
  const place = await placed(PAID);
  const { order, settle, find } = await ordered(place);
  expect((await place.renew(END)).orderCode).toBe(order.code);
  expect(await place.seats()).toMatchObject({ held: 0, taken: 1 });
  expect(await school.database.read.select().from(holds).where(eq(holds.cohortId, place.id))).toEqual([]);
  expect((await place.explained())?.endsAt).toEqual(END);
  const extension = { enrolmentId: place.enrolmentId, days: 2, until: null, why: "was ill", notify: false };
  await school.as(desk)((ctx) => extendAccess(ctx, extension));
  expect(await settle()).toBe("paid");
  expect(await place.explained()).toMatchObject({
    endsAt: addMs(END, 32 * DAY_MS),
    reasons: [{ kind: "order" }, { kind: "extended", days: 2 }, { kind: "renewal", days: 30, code: order.code }],
  });
  await expect(settle()).rejects.toEqual(refusal("wrong_state"));
  expect(await place.granted()).toHaveLength(3);
  expect((await find())?.state).toBe("paid");
  expect(await place.seats()).toMatchObject({ held: 0, taken: 1 });
});

test("money that comes after the order has expired opens the course from when it came", async () => {
  const place = await placed(PAID);
  const { order, settle, find } = await ordered(place);
  school.clock.forward(60 * DAY_MS);
  await school.asSystem((ctx) => expireOrder(ctx, order.id));
  expect((await place.ofStudent()).map(({ state }) => state)).toEqual(["cancelled"]);
  expect(await settle()).toBe("paid");
  expect(await place.explained()).toMatchObject({
    state: "open",
    startsAt: school.clock(),
    endsAt: addMs(school.clock(), 30 * DAY_MS),
  });
  expect(await find()).toMatchObject({ state: "paid", reviewReason: null });
});

test("late money beyond the limit is kept for a person to look at", async () => {
  const place = await placed({ ...PAID, renewalsMax: 1 });
  const late = await ordered(place);
  school.clock.forward(8 * DAY_MS);
  await school.asSystem((ctx) => expireOrder(ctx, late.order.id));
  const second = await ordered(place);
  expect(await second.settle()).toBe("paid");
  expect(await late.settle()).toBe("flagged");
  expect((await late.find())?.reviewReason).toBe("late_money_enrolled_elsewhere");
  expect((await place.explained())?.endsAt).toEqual(addMs(END, 30 * DAY_MS));
});

test("two renewals that are both paid, one of them late, both count where there is no limit", async () => {
  const place = await placed(PAID);
  const late = await ordered(place);
  school.clock.forward(8 * DAY_MS);
  await school.asSystem((ctx) => expireOrder(ctx, late.order.id));
  const second = await ordered(place);
  expect([await second.settle(), await late.settle()]).toEqual(["paid", "paid"]);
  expect((await place.explained())?.endsAt).toEqual(addMs(END, 60 * DAY_MS));
});

test("a cancelled order of a renewal leaves the place as it is, and its late money is reviewed", async () => {
  const place = await placed(PAID);
  const { order, settle, find } = await ordered(place);
  await school.as(place.student)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "changed my mind" }));
  expect([await place.state(), await place.opens()]).toEqual(["active", true]);
  expect(await place.seats()).toMatchObject({ held: 0, taken: 1 });
  expect(await settle()).toBe("flagged");
  expect((await find())?.reviewReason).toBe("money_after_cancellation");
  expect((await place.renew(END)).orderCode).not.toBe(order.code);
});

test("a refunded renewal takes its own access back and not the place; a part of the money takes nothing", async () => {
  const place = await placed(PAID);
  const { payment, settle } = await ordered(place);
  await settle();
  const refund = async (amountMinor: number) => {
    const asked = { paymentId: payment.id, amountMinor, reason: "asked to" };
    const { refund: made } = await school.as(finance)((ctx) => requestRefund(ctx, asked));
    const payee = { holder: "A Student", iban: "CH9300762011623852957" };
    await school.as(finance)((ctx) => markRefundSent(ctx, { refundId: made.id, ...payee }));
  };
  await refund(1_000);
  expect((await place.explained())?.endsAt).toEqual(addMs(END, 30 * DAY_MS));
  await refund(3_900);
  expect(await place.explained()).toMatchObject({ state: "open", endsAt: END });
  expect(await place.state()).toBe("active");
  expect((await place.ofStudent()).map(({ state }) => state)).toEqual(["refunded"]);
  expect((await place.renew(END)).renewal.state).toBe("awaiting_payment");
});

test("a free place with a renewal that was paid for is not given back by a press: the office is asked", async () => {
  const place = await placed(PAID);
  const { settle } = await ordered(place);
  const leave = () => school.as(place.student)((ctx) => leaveCohort(ctx, { enrolmentId: place.enrolmentId }));
  await expect(leave()).rejects.toEqual(refusal("wrong_state"));
  await settle();
  await expect(leave()).rejects.toEqual(refusal("wrong_state"));
  const [own] = await listCancellableEnrolments(school.reading(place.student), place.courseId);
  expect(own?.how).toBe("ask");
  expect(await place.state()).toBe("active");
  const free = await placed(FREE);
  await free.renew(END);
  await school.as(free.student)((ctx) => leaveCohort(ctx, { enrolmentId: free.enrolmentId }));
  expect(await free.state()).toBe("cancelled");
});

test("a refund that the bank sends back gives the renewal again, until when it would have ended", async () => {
  const place = await placed(PAID);
  const { payment, settle } = await ordered(place);
  await settle();
  const asked = { paymentId: payment.id, amountMinor: 4_900, reason: "asked to" };
  const { refund } = await school.as(finance)((ctx) => requestRefund(ctx, asked));
  const record = (state: "done" | "failed") =>
    school.asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view: { state, reference: "re_1" } }));
  await record("done");
  expect((await place.explained())?.endsAt).toEqual(END);
  school.clock.forward(DAY_MS);
  await record("failed");
  expect((await place.explained())?.endsAt).toEqual(addMs(END, 30 * DAY_MS));
  expect((await place.ofStudent()).map(({ state }) => state)).toEqual(["granted"]);
});

test("whoever's place is cancelled is owed the renewal that has not run out, and pays none that waits", async () => {
  const place = await placed(PAID);
  const { settle, find } = await ordered(place);
  await settle();
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: place.enrolmentId, why: "moved away" }));
  expect(await find()).toMatchObject({ state: "cancelled", reviewReason: "refund_due" });
  expect(await place.opens()).toBe(false);
  const waiting = await placed(PAID);
  const unpaid = await ordered(waiting);
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: waiting.enrolmentId, why: "moved away" }));
  expect((await unpaid.find())?.state).toBe("cancelled");
  const [attempt] = await school.database.read.select().from(payments).where(eq(payments.id, unpaid.payment.id));
  expect(attempt?.state).toBe("cancelled");
});
