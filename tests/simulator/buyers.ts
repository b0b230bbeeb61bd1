import { and, asc, eq, gt, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import {
  claimLinks,
  cohorts,
  creditBalances,
  enrolments,
  orderLines,
  orders,
  payments,
  savedCards,
} from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { applyCredit } from "#domain/checkout/apply-credit.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { claimEnrolment } from "#domain/checkout/claim-enrolment.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createClaimSecret } from "#domain/claim-links/claim-secret.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import type { PayChoice } from "#domain/instalments/pick-instalments.ts";
import { removeSavedCard } from "#domain/payments/remove-saved-card.ts";
import { beginPayment, openCheckoutOf } from "#services/payments/begin-payment.ts";
import { syncPaymentById } from "#services/payments/sync-payment.ts";
import { write } from "#runtime";
import { type Act, asPerson, byId, pressing } from "./act.ts";
import type { Draw } from "./draw.ts";
import { SCHOOL_SECRET, type SimulatedSchool } from "./open-school.ts";

const WAYS: readonly ProviderName[] = ["sandbox", "sandbox", "stripe", "stripe", "bank", "bank"];

const drawStudent = ({ people }: SimulatedSchool, draw: Draw) => people.students[draw.whole(people.students.length)];
const drawCohort = async ({ read }: SimulatedSchool, draw: Draw) =>
  draw.pick(await read.select({ id: cohorts.id }).from(cohorts).orderBy(asc(cohorts.id)), byId);
/** Mostly somebody who is not in the cohort yet. */
async function drawNewPlace(school: SimulatedSchool, draw: Draw) {
  const student = drawStudent(school, draw);
  const all = await school.read.select({ id: cohorts.id }).from(cohorts).orderBy(asc(cohorts.id));
  const live = notInArray(enrolments.state, ["cancelled", "revoked"]);
  const own = await school.read
    .select({ cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(and(eq(enrolments.studentId, student?.id ?? ""), live));
  const others = all.filter(({ id }) => !own.some(({ cohortId }) => cohortId === id));
  return { student, cohort: draw.pick(draw.percent(85) ? others : all, byId) };
}

const drawCoupon = ({ coupons }: SimulatedSchool, draw: Draw) =>
  draw.percent(35) ? coupons[draw.whole(coupons.length)] : undefined;
const findStudent = ({ people }: SimulatedSchool, id: string) => people.students.find((each) => each.id === id);

/** What is needed to draw one of many. */
const ORDER = { id: orders.id, state: orders.state, buyerId: orders.buyerId };

/** An order that somebody may want to pay: one that waits, or one in parts. */
async function drawPayable(school: SimulatedSchool, draw: Draw) {
  const rows = await school.read
    .select(ORDER)
    .from(orders)
    .where(inArray(orders.state, ["awaiting_payment", "paid"]))
    .orderBy(asc(orders.id));
  const waiting = rows.filter(({ state }) => state === "awaiting_payment");
  const order = draw.pick(draw.percent(75) && waiting.length > 0 ? waiting : rows, byId);
  const buyer = order && findStudent(school, order.buyerId);
  return order && buyer ? { order, buyer } : undefined;
}

const enrol: Act = {
  name: "enrol",
  weight: 16,
  async begin(school, draw) {
    const { student, cohort } = await drawNewPlace(school, draw);
    if (!student || !cohort) return undefined;
    const coupon = drawCoupon(school, draw);
    const provider = draw.percent(60) ? WAYS[draw.whole(WAYS.length)] : undefined;
    const input = { cohortId: cohort.id, studentId: student.id, coupon, ...(provider ? { provider } : {}) };
    const as = asPerson(student);
    return {
      what: `${student.email} enrols in ${cohort.id}${coupon ? ` with ${coupon}` : ""}, ${provider ?? "pays later"}`,
      async run() {
        const beside = lockBuyer({ studentId: student.id });
        const { payment } = await write(as, (ctx) => enrolStudent(ctx, input), { beside });
        if (payment) await openCheckoutOf(as, payment.id, async () => {});
      },
    };
  },
};

const buyForOthers: Act = {
  name: "buy for others",
  weight: 4,
  async begin(school, draw) {
    const buyer = drawStudent(school, draw);
    const cohort = await drawCohort(school, draw);
    if (!buyer || !cohort) return undefined;
    const places = Array.from({ length: 1 + draw.whole(3) }, (_, n) => ({ name: `Child ${n}`, email: null }));
    const input = { cohortId: cohort.id, buyerId: buyer.id, places, coupon: drawCoupon(school, draw) };
    return {
      what: `${buyer.email} orders ${places.length} places of ${cohort.id}`,
      run: pressing(buyer, (ctx) => enrolOthers(ctx, input)),
    };
  },
};

const pay: Act = {
  name: "begin to pay",
  weight: 14,
  async begin(school, draw) {
    const found = await drawPayable(school, draw);
    const provider = WAYS[draw.whole(WAYS.length)];
    if (!found || !provider) return undefined;
    const { order, buyer } = found;
    const choices: (PayChoice | undefined)[] = [undefined, "plan", "plan", "plan", { instalment: 1 + draw.whole(3) }];
    const choice = choices[draw.whole(choices.length)];
    const keepsCard = draw.percent(75);
    return {
      what: `${buyer.email} pays order ${order.id} by ${provider}, ${JSON.stringify(choice ?? "all")}${keepsCard ? ", card may be kept" : ""}`,
      run: () => beginPayment(asPerson(buyer), { orderId: order.id, provider, pay: choice, keepsCard }),
    };
  },
};

/** Somebody who wants a place in parts, and lets the school charge those that follow. */
const payInParts: Act = {
  name: "enrol in parts",
  weight: 9,
  async begin(school, draw) {
    const student = drawStudent(school, draw);
    const own = notInArray(enrolments.state, ["cancelled", "revoked"]);
    const taken = school.read
      .select({ id: enrolments.cohortId })
      .from(enrolments)
      .where(and(eq(enrolments.studentId, student?.id ?? ""), own));
    const inParts = and(isNotNull(cohorts.paymentPlan), notInArray(cohorts.id, taken));
    const cohort = draw.pick(await school.read.select({ id: cohorts.id }).from(cohorts).where(inParts), byId);
    const provider = WAYS[draw.whole(WAYS.length)];
    if (!student || !cohort || !provider) return undefined;
    const as = asPerson(student);
    const [keepsCard, input] = [draw.percent(80), { cohortId: cohort.id, studentId: student.id }];
    return {
      what: `${student.email} enrols in ${cohort.id}, in parts by ${provider}${keepsCard ? ", card may be kept" : ""}`,
      async run() {
        const { order } = await write(as, (ctx) => enrolStudent(ctx, input));
        await beginPayment(as, { orderId: order.id, provider, pay: "plan", keepsCard });
      },
    };
  },
};

const useCredit: Act = {
  name: "pay with credit",
  weight: 4,
  async begin(school, draw) {
    const rich = await school.read
      .select({ userId: creditBalances.userId })
      .from(creditBalances)
      .where(gt(creditBalances.balanceMinor, 0));
    const own = inArray(
      orders.buyerId,
      rich.map(({ userId }) => userId),
    );
    const open = inArray(orders.state, ["awaiting_payment", "paid"]);
    const order = draw.pick(
      await school.read.select().from(orders).where(and(own, open)).orderBy(asc(orders.id)),
      byId,
    );
    const buyer = order && findStudent(school, order.buyerId);
    if (!order || !buyer) return undefined;
    const choice: PayChoice = draw.percent(30) ? { instalment: 1 + draw.whole(3) } : "all";
    return {
      what: `${buyer.email} pays order ${order.id} with credit`,
      run: pressing(buyer, (ctx) => applyCredit(ctx, { orderId: order.id, pay: choice })),
    };
  },
};

const takeCardBack: Act = {
  name: "take a card back",
  weight: 1,
  async begin(school, draw) {
    const rows = await school.read
      .select({ id: savedCards.id, buyerId: savedCards.userId })
      .from(savedCards)
      .where(isNull(savedCards.removedAt))
      .orderBy(asc(savedCards.id));
    const card = draw.pick(rows, byId);
    const buyer = card && findStudent(school, card.buyerId);
    if (!card || !buyer) return undefined;
    const input = { cardId: card.id };
    return { what: `${buyer.email} takes ${card.id} back`, run: pressing(buyer, (ctx) => removeSavedCard(ctx, input)) };
  },
};

const comeBack: Act = {
  name: "come back",
  weight: 9,
  async begin(school, draw) {
    const isCard = inArray(payments.provider, ["sandbox", "stripe"]);
    const all = await school.read.select({ id: payments.id }).from(payments).where(isCard).orderBy(asc(payments.id));
    const payment = draw.pick(all.slice(-6), byId);
    return payment && { what: `back from ${payment.id}`, run: () => syncPaymentById(payment.id) };
  },
};

const cancelOwn: Act = {
  name: "cancel an order",
  weight: 3,
  async begin(school, draw) {
    const waits = eq(orders.state, "awaiting_payment");
    const order = draw.pick(await school.read.select(ORDER).from(orders).where(waits).orderBy(asc(orders.id)), byId);
    const buyer = order && findStudent(school, order.buyerId);
    const who = draw.percent(70) ? buyer : school.people.owner;
    if (!order || !who) return undefined;
    const input = { orderId: order.id, why: "changed their mind" };
    return { what: `order ${order.id} is cancelled`, run: pressing(who, (ctx) => cancelOrder(ctx, input)) };
  },
};

const claim: Act = {
  name: "claim a place",
  weight: 6,
  async begin(school, draw) {
    const rows = await school.read
      .select({ id: claimLinks.id, version: claimLinks.version })
      .from(claimLinks)
      .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
      .where(sql`${claimLinks.state} <> 'cancelled'`)
      .orderBy(asc(claimLinks.id));
    const link = draw.pick(rows, byId);
    const student = drawStudent(school, draw);
    if (!link || !student) return undefined;
    const secret = createClaimSecret(SCHOOL_SECRET, link);
    const input = { claimLinkId: link.id, secret, schoolSecret: SCHOOL_SECRET };
    return { what: `${student.email} claims ${link.id}`, run: pressing(student, (ctx) => claimEnrolment(ctx, input)) };
  },
};

export const BUYERS: readonly Act[] = [
  ...[enrol, buyForOthers, pay, payInParts, useCredit, comeBack, takeCardBack, cancelOwn, claim],
];
