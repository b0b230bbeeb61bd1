import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import {
  claimLinks,
  cohorts,
  enrolments,
  orderInstalments,
  orderLines,
  orders,
  payments,
  refunds,
  withdrawals,
} from "#db/schema/index.ts";
import { cancelCohort } from "#domain/checkout/cancel-cohort.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { cancelClaimLink } from "#domain/checkout/cancel-claim-link.ts";
import { declineWithdrawal } from "#domain/checkout/decline-withdrawal.ts";
import { draftOrder } from "#domain/checkout/draft-order.ts";
import { reassignClaimLink } from "#domain/checkout/reassign-claim-link.ts";
import { sendOrder } from "#domain/checkout/send-order.ts";
import { waiveFees } from "#domain/checkout/waive-fees.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import { giveCredit } from "#domain/credit/give-credit.ts";
import { offerCredit } from "#domain/credit/offer-credit.ts";
import { refundCredit } from "#domain/credit/refund-credit.ts";
import { moveEnrolment } from "#domain/checkout/move-enrolment.ts";
import { revokeEnrolment } from "#domain/checkout/revoke-enrolment.ts";
import { remindOfOrder } from "#domain/instalments/remind-of-order.ts";
import { setOrderReminders } from "#domain/instalments/set-order-reminders.ts";
import { issueInvoice } from "#domain/invoices/issue-invoice.ts";
import { resolveOrder } from "#domain/orders/resolve-order.ts";
import { declineRefund } from "#domain/refunds/decline-refund.ts";
import { getOwedMinor } from "#domain/refunds/refund-due.ts";
import {
  acceptAndRefund,
  approveAndSendRefund,
  endAndRefund,
  requestAndSendRefund,
  sendRefunds,
} from "#services/payments/refund.ts";
import { write } from "#runtime";
import { type Act, asPerson, byId, pressing } from "./act.ts";
import type { Draw } from "./draw.ts";
import type { SimulatedSchool } from "./open-school.ts";

const drawOrder = async ({ read }: SimulatedSchool, draw: Draw, states: (typeof orders.$inferSelect)["state"][]) =>
  draw.pick(
    await read
      .select({ id: orders.id, state: orders.state, currency: orders.currency })
      .from(orders)
      .where(inArray(orders.state, states))
      .orderBy(asc(orders.id)),
    byId,
  );
const drawPlace = async ({ read }: SimulatedSchool, draw: Draw) =>
  draw.pick(
    await read
      .select({ id: enrolments.id, courseId: enrolments.courseId })
      .from(enrolments)
      .where(inArray(enrolments.state, ["pending", "active", "suspended"]))
      .orderBy(asc(enrolments.id)),
    byId,
  );

const WHY = "the office says so";

const refund: Act = {
  name: "refund",
  weight: 8,
  async begin(school, draw) {
    const settled = eq(payments.state, "settled");
    const columns = { id: payments.id, amountMinor: payments.amountMinor };
    const all = await school.read.select(columns).from(payments).where(settled).orderBy(asc(payments.id));
    const payment = draw.pick(all, byId);
    if (!payment) return undefined;
    const share = [1, 1, 0.5, 0.25][draw.whole(4)] ?? 1;
    const amountMinor = Math.max(1, Math.round(payment.amountMinor * share));
    const input = { paymentId: payment.id, amountMinor, reason: WHY };
    return {
      what: `${amountMinor} of ${payment.id} go back`,
      run: () => requestAndSendRefund(asPerson(school.people.finance), input),
    };
  },
};

const decideRefund: Act = {
  name: "allow a refund",
  weight: 4,
  async begin(school, draw) {
    const held = eq(refunds.approval, "awaited");
    const found = draw.pick(await school.read.select().from(refunds).where(held).orderBy(asc(refunds.id)), byId);
    if (!found) return undefined;
    const { second } = school.people;
    const input = { refundId: found.id };
    return draw.percent(75)
      ? { what: `${found.id} is allowed`, run: () => approveAndSendRefund(asPerson(second), input) }
      : { what: `${found.id} is not`, run: pressing(second, (ctx) => declineRefund(ctx, { ...input, why: WHY })) };
  },
};

const endPurchase: Act = {
  name: "end a purchase",
  weight: 3,
  async begin(school, draw) {
    const order = await drawOrder(school, draw, ["paid"]);
    if (!order) return undefined;
    const lines = await school.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    const line = draw.pick(lines, byId);
    if (!line) return undefined;
    const part = { lineId: line.id, amountMinor: Math.round(line.totalMinor * ([0, 0.5, 1][draw.whole(3)] ?? 1)) };
    const access = draw.percent(70) ? ("ends" as const) : ("stays" as const);
    const how = draw.percent(60) ? ("now" as const) : ("review" as const);
    const input = { orderId: order.id, lines: [{ ...part, access }], why: WHY, refund: how };
    return {
      what: `order ${order.id} ends, ${part.amountMinor} ${how}, access ${access}`,
      run: () => endAndRefund(asPerson(school.people.owner), input),
    };
  },
};

const endPlace: Act = {
  name: "end a place",
  weight: 3,
  async begin(school, draw) {
    const place = await drawPlace(school, draw);
    if (!place) return undefined;
    const { owner } = school.people;
    if (draw.percent(15))
      return {
        what: `${place.id} is revoked`,
        run: pressing(owner, (ctx) => revokeEnrolment(ctx, { enrolmentId: place.id, why: WHY })),
      };
    const how = draw.percent(50) ? ("now" as const) : undefined;
    return {
      what: `${place.id} is cancelled, ${how ?? "money later"}`,
      run: async () =>
        sendRefunds(
          await write(asPerson(owner), (ctx) => cancelEnrolment(ctx, { enrolmentId: place.id, why: WHY, refund: how })),
        ),
    };
  },
};

const moveForThem: Act = {
  name: "move somebody",
  weight: 2,
  async begin(school, draw) {
    const place = await drawPlace(school, draw);
    if (!place) return undefined;
    const rows = await school.read.select().from(cohorts).where(eq(cohorts.courseId, place.courseId));
    const to = draw.pick(rows, byId);
    if (!to) return undefined;
    const input = { enrolmentId: place.id, toCohortId: to.id, why: WHY };
    return {
      what: `the office moves ${place.id} to ${to.id}`,
      run: pressing(school.people.owner, (ctx) => moveEnrolment(ctx, input)),
    };
  },
};

const decideWithdrawal: Act = {
  name: "answer a withdrawal",
  weight: 3,
  async begin(school, draw) {
    const open = eq(withdrawals.state, "open");
    const found = draw.pick(await school.read.select().from(withdrawals).where(open), byId);
    if (!found) return undefined;
    const { owner } = school.people;
    const input = { withdrawalId: found.id };
    return draw.percent(75)
      ? { what: `${found.id} is accepted`, run: () => acceptAndRefund(asPerson(owner), input) }
      : { what: `${found.id} is not`, run: pressing(owner, (ctx) => declineWithdrawal(ctx, { ...input, why: WHY })) };
  },
};

const ownCredit: Act = {
  name: "credit",
  weight: 4,
  async begin(school, draw) {
    const { owner, students } = school.people;
    const student = students[draw.whole(students.length)];
    if (!student) return undefined;
    const currency = draw.percent(70) ? "CHF" : "EUR";
    const input = { userId: student.id, currency, amountMinor: 500 * (1 + draw.whole(20)), reason: WHY };
    if (draw.percent(30))
      return { what: `${student.email} is given credit`, run: pressing(owner, (ctx) => giveCredit(ctx, input)) };
    if (draw.percent(40))
      return {
        what: `${input.amountMinor} of the credit of ${student.email} are paid out`,
        run: async () => sendRefunds(await write(asPerson(owner), (ctx) => refundCredit(ctx, input))),
      };
    const order = await drawOrder(school, draw, ["cancelled", "expired"]);
    const owed = order ? await getOwedMinor(school.read as never, order) : 0;
    if (!order || owed < 1) return undefined;
    const offer = { orderId: order.id, amountMinor: draw.percent(70) ? owed : Math.ceil(owed / 2), reason: WHY };
    return { what: `credit for ${order.id} is offered`, run: pressing(owner, (ctx) => offerCredit(ctx, offer)) };
  },
};

const prepareOrder: Act = {
  name: "prepare an order",
  weight: 3,
  async begin(school, draw) {
    const { owner, students } = school.people;
    const draft = await drawOrder(school, draw, ["draft"]);
    if (draft && draw.percent(60))
      return {
        what: `order ${draft.id} is sent`,
        run: pressing(owner, (ctx) => sendOrder(ctx, { orderId: draft.id })),
      };
    const student = students[draw.whole(students.length)];
    const cohort = draw.pick(await school.read.select().from(cohorts), byId);
    if (!student || !cohort) return undefined;
    const input = { cohortId: cohort.id, studentId: student.id, why: WHY };
    return { what: `an order for ${student.email}`, run: pressing(owner, (ctx) => draftOrder(ctx, input)) };
  },
};

const invoice: Act = {
  name: "issue an invoice",
  weight: 3,
  async begin(school, draw) {
    const order = await drawOrder(school, draw, ["awaiting_payment", "paid"]);
    if (!order) return undefined;
    const { finance } = school.people;
    return {
      what: `the invoice of ${order.id}`,
      run: pressing(finance, (ctx) => issueInvoice(ctx, { orderId: order.id })),
    };
  },
};

const changeLink: Act = {
  name: "change a claim link",
  weight: 3,
  async begin(school, draw) {
    const link = draw.pick(
      await school.read.select({ id: claimLinks.id }).from(claimLinks).orderBy(asc(claimLinks.id)),
      byId,
    );
    if (!link) return undefined;
    const { owner } = school.people;
    const claimLinkId = link.id;
    if (draw.percent(50)) {
      const input = { claimLinkId, why: WHY, name: "Somebody else", email: null };
      return {
        what: `${claimLinkId} is given to another`,
        run: pressing(owner, (ctx) => reassignClaimLink(ctx, input)),
      };
    }
    const input = { claimLinkId, why: WHY, refund: draw.percent(50) ? ("now" as const) : ("review" as const) };
    return {
      what: `${claimLinkId} is cancelled, ${input.refund}`,
      run: async () => sendRefunds(await write(asPerson(owner), (ctx) => cancelClaimLink(ctx, input))),
    };
  },
};

const changeSeats: Act = {
  name: "change seats",
  weight: 2,
  async begin(school, draw) {
    const bounded = await school.read.select().from(cohorts).where(isNotNull(cohorts.capacity));
    const cohort = draw.pick(bounded, byId);
    if (!cohort) return undefined;
    const capacity = Math.max(0, (cohort.capacity ?? 0) + (draw.percent(60) ? 1 : -1));
    const input = { cohortId: cohort.id, capacity: Math.min(capacity, 4) };
    return {
      what: `${cohort.id} has ${input.capacity} seats`,
      run: pressing(school.people.owner, (ctx) => editCohort(ctx, input)),
    };
  },
};

const takeBack: Act = {
  name: "cancel a cohort",
  weight: 0.15,
  async begin(school, draw) {
    const open = eq(cohorts.state, "open");
    const cohort = draw.pick(await school.read.select().from(cohorts).where(open), byId);
    if (!cohort) return undefined;
    const input = { cohortId: cohort.id, why: WHY, refund: draw.percent(60) ? ("now" as const) : ("review" as const) };
    return {
      what: `${cohort.id} is taken back, ${input.refund}`,
      run: pressing(school.people.owner, (ctx) => cancelCohort(ctx, input)),
    };
  },
};

/** What a reminder has cost, or the fee of a cancellation, is written off. */
const waive: Act = {
  name: "waive fees",
  weight: 1.5,
  async begin(school, draw) {
    const owed = and(eq(orderInstalments.state, "due"), inArray(orderInstalments.kind, ["fee", "cancellation_fee"]));
    const rows = await school.read.selectDistinct({ id: orderInstalments.orderId }).from(orderInstalments).where(owed);
    const order = draw.pick(rows, byId);
    if (!order) return undefined;
    const input = { orderId: order.id, why: WHY };
    return {
      what: `the fees of ${order.id} are waived`,
      run: pressing(school.people.finance, (ctx) => waiveFees(ctx, input)),
    };
  },
};

const remind: Act = {
  name: "remind by hand",
  weight: 1,
  async begin(school, draw) {
    const order = await drawOrder(school, draw, ["awaiting_payment", "paid"]);
    if (!order) return undefined;
    const { finance } = school.people;
    if (draw.percent(75))
      return {
        what: `${order.id} is reminded of`,
        run: pressing(finance, (ctx) => remindOfOrder(ctx, { orderId: order.id })),
      };
    const input = { orderId: order.id, isOff: draw.percent(50) };
    return {
      what: `reminders of ${order.id} are ${input.isOff ? "off" : "on"}`,
      run: pressing(finance, (ctx) => setOrderReminders(ctx, input)),
    };
  },
};

const resolve: Act = {
  name: "resolve",
  weight: 0.5,
  async begin(school, draw) {
    const flagged = and(isNotNull(orders.reviewReason), eq(orders.state, "paid"));
    const order = draw.pick(await school.read.select().from(orders).where(flagged), byId);
    if (!order) return undefined;
    const input = { orderId: order.id, why: WHY };
    return { what: `${order.id} is resolved`, run: pressing(school.people.owner, (ctx) => resolveOrder(ctx, input)) };
  },
};

export const OFFICE: readonly Act[] = [
  ...[refund, decideRefund, endPurchase, endPlace, moveForThem, decideWithdrawal, ownCredit, prepareOrder],
  ...[invoice, changeLink, changeSeats, takeBack, waive, remind, resolve],
];
