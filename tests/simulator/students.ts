import { and, asc, eq, inArray } from "drizzle-orm";
import { cohorts, creditOffers, enrolments, orders, payments, refunds, users, waitingList } from "#db/schema/index.ts";
import { leaveCohort } from "#domain/checkout/leave-cohort.ts";
import { renewAccess } from "#domain/checkout/renew-access.ts";
import { switchCohort } from "#domain/checkout/switch-cohort.ts";
import { answerCreditOffer } from "#domain/credit/answer-credit-offer.ts";
import { createId } from "#domain/kernel/ids.ts";
import { setRefundAccount } from "#domain/refunds/set-refund-account.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";
import { sendRefunds } from "#services/payments/refund.ts";
import { declareWithdrawal } from "#services/withdrawals/declare-withdrawal.ts";
import { write } from "#runtime";
import { type Act, asPerson, byId, pressing } from "./act.ts";
import type { Draw } from "./draw.ts";
import type { SimulatedSchool } from "./open-school.ts";

export const STUDENTS_IBAN = "DE89370400440532013000";

const findStudent = ({ people }: SimulatedSchool, id: string) => people.students.find((each) => each.id === id);

async function drawPlace(school: SimulatedSchool, draw: Draw) {
  const live = inArray(enrolments.state, ["active", "suspended", "pending"]);
  const rows = await school.read.select().from(enrolments).where(live).orderBy(asc(enrolments.id));
  const place = draw.pick(rows, byId);
  const student = place && findStudent(school, place.studentId);
  return place && student ? { place, student } : undefined;
}

const leave: Act = {
  name: "leave",
  weight: 4,
  async begin(school, draw) {
    const found = await drawPlace(school, draw);
    if (!found) return undefined;
    const { place, student } = found;
    return {
      what: `${student.email} leaves ${place.id}`,
      run: async () =>
        sendRefunds(await write(asPerson(student), (ctx) => leaveCohort(ctx, { enrolmentId: place.id }))),
    };
  },
};

const move: Act = {
  name: "move",
  weight: 5,
  async begin(school, draw) {
    const found = await drawPlace(school, draw);
    if (!found) return undefined;
    const { place, student } = found;
    const others = await school.read.select().from(cohorts).where(eq(cohorts.courseId, place.courseId));
    const to = draw.pick(
      others.filter(({ id }) => id !== place.cohortId),
      byId,
    );
    if (!to) return undefined;
    const input = { enrolmentId: place.id, toCohortId: to.id };
    return {
      what: `${student.email} moves ${place.id} to ${to.id}`,
      async run() {
        const { asked } = await write(asPerson(student), (ctx) => switchCohort(ctx, input));
        await sendRefunds(asked);
      },
    };
  },
};

const renew: Act = {
  name: "renew",
  weight: 3,
  async begin(school, draw) {
    const found = await drawPlace(school, draw);
    if (!found) return undefined;
    const { place, student } = found;
    const input = { enrolmentId: place.id };
    return { what: `${student.email} renews ${place.id}`, run: pressing(student, (ctx) => renewAccess(ctx, input)) };
  },
};

const wait: Act = {
  name: "wait for a seat",
  weight: 6,
  async begin(school, draw) {
    const student = school.people.students[draw.whole(school.people.students.length)];
    const cohort = draw.pick(await school.read.select({ id: cohorts.id }).from(cohorts), byId);
    if (!student || !cohort) return undefined;
    const input = { cohortId: cohort.id, studentId: student.id };
    return {
      what: `${student.email} waits for ${cohort.id}`,
      run: pressing(student, (ctx) => joinWaitingList(ctx, input)),
    };
  },
};

const stopWaiting: Act = {
  name: "stop waiting",
  weight: 2,
  async begin(school, draw) {
    const live = inArray(waitingList.state, ["waiting", "offered"]);
    const entry = draw.pick(await school.read.select().from(waitingList).where(live), byId);
    const student = entry && findStudent(school, entry.studentId);
    return (
      entry &&
      student && { what: `${entry.id} is left`, run: pressing(student, (ctx) => leaveWaitingList(ctx, entry.id)) }
    );
  },
};

const withdraw: Act = {
  name: "withdraw",
  weight: 2,
  async begin(school, draw) {
    const rows = await school.read
      .select({ id: orders.id, code: orders.code, email: users.email, name: users.name })
      .from(orders)
      .innerJoin(users, eq(users.id, orders.buyerId))
      .where(inArray(orders.state, ["awaiting_payment", "paid"]));
    const order = draw.pick(rows, byId);
    if (!order) return undefined;
    const { code, email, name } = order;
    // Made by the page; the same declaration sent twice is one.
    const input = { id: createId("withdrawal"), code, email, name };
    const as = { ...asPerson({ type: "visitor" }), address: "192.0.2.1" };
    return {
      what: `${email} withdraws from ${code}`,
      async run() {
        await declareWithdrawal(as, input);
        if (draw.percent(30)) await declareWithdrawal(as, input);
      },
    };
  },
};

const answerOffer: Act = {
  name: "answer an offer of credit",
  weight: 3,
  async begin(school, draw) {
    const rows = await school.read
      .select({ id: creditOffers.id, buyerId: orders.buyerId })
      .from(creditOffers)
      .innerJoin(orders, eq(orders.id, creditOffers.orderId))
      .where(eq(creditOffers.state, "offered"));
    const offer = draw.pick(rows, byId);
    const buyer = offer && findStudent(school, offer.buyerId);
    if (!offer || !buyer) return undefined;
    const input = { offerId: offer.id, agrees: draw.percent(80) };
    return {
      what: `${buyer.email} answers ${offer.id}: ${input.agrees}`,
      run: pressing(buyer, (ctx) => answerCreditOffer(ctx, input)),
    };
  },
};

const giveAccount: Act = {
  name: "give an account",
  weight: 6,
  async begin(school, draw) {
    const rows = await school.read
      .selectDistinct({ id: orders.id, buyerId: orders.buyerId })
      .from(orders)
      .innerJoin(payments, eq(payments.orderId, orders.id))
      .innerJoin(refunds, eq(refunds.paymentId, payments.id))
      .where(and(eq(payments.provider, "bank"), inArray(refunds.state, ["requested", "submitted"])));
    const order = draw.pick(rows, byId);
    const buyer = order && findStudent(school, order.buyerId);
    if (!order || !buyer) return undefined;
    const input = { orderId: order.id, holder: "A Student", iban: STUDENTS_IBAN };
    return { what: `an account for ${order.id}`, run: pressing(buyer, (ctx) => setRefundAccount(ctx, input)) };
  },
};

export const STUDENTS: readonly Act[] = [
  ...[leave, move, renew, wait, stopWaiting, withdraw, answerOffer, giveAccount],
];
