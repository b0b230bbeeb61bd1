import { eq } from "drizzle-orm";
import {
  cohorts,
  courses,
  enrolments,
  meetings,
  orderLines,
  orders,
  payments,
  refunds,
  savedCards,
  users,
  waitingList,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { InstalmentState } from "#db/enums.ts";
import type { Money } from "../kernel/money.ts";
import { getPriceFacts, type PriceFacts } from "./get-price-facts.ts";
import { getTaxNote } from "./get-tax-note.ts";
import { type LineLeaving, listOrderLeaving } from "../courses/list-order-leaving.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { getPaidTaxMinor } from "./get-paid-tax-minor.ts";
import { selectText } from "../courses/course-texts.ts";

/** Of an order in instalments: what is paid, and the parts to come, each with its last day (`2027-03-03`). */
export type PlanFacts = {
  paid: Money;
  /** What of the price's tax is in what is paid. */
  tax: Money;
  toCome: { amount: Money; dueOn: string }[];
};

const isPaid = ({ state }: { state: InstalmentState }) => state === "paid";

/** Null for an order that is paid at once. */
async function getPlanFacts(read: Reader, orderId: string, { currency }: Money): Promise<PlanFacts | null> {
  const parts = await loadInstalments(read, orderId);
  if (parts.length === 0) return null;
  const paidMinor = parts.reduce((sum, { state, amountMinor }) => (state === "paid" ? sum + amountMinor : sum), 0);
  const due = parts.filter(({ state }) => state === "due");
  return {
    paid: { minor: paidMinor, currency },
    tax: { minor: await getPaidTaxMinor(read, { all: parts, own: parts.filter(isPaid) }), currency },
    toCome: due.map(({ amountMinor: minor, dueOn }) => ({ amount: { minor, currency }, dueOn })),
  };
}

/** What a mail says of a place in a course. */
export type EnrolmentFacts = {
  studentName: string;
  courseTitle: string;
  courseSlug: string;
  cohortId: string;
  cohortName: string;
  startsAt: Date | null;
  timezone: string;
  place: string;
  /** Whether the cohort has dated hours, which go into a calendar. */
  hasMeetings: boolean;
  /** None for a place that was given by hand. */
  order: {
    code: string;
    total: Money;
    paidAt: Date | null;
    price?: PriceFacts | null;
    plan?: PlanFacts | null;
    taxNote?: string | undefined;
  } | null;
  /** On what terms it is left again; none where the office is asked, or the place was given by hand. */
  leaving: LineLeaving | null;
};

const placeColumns = (language: string) => ({
  studentName: users.name,
  courseTitle: selectText(courses.title, language),
  courseSlug: courses.slug,
  cohortId: cohorts.id,
  cohortName: selectText(cohorts.name, language),
  startsAt: cohorts.startsAt,
  timezone: cohorts.timezone,
  place: selectText(cohorts.place, language),
});

export async function getEnrolmentFacts(
  read: Reader,
  enrolmentId: string,
  language: string,
): Promise<EnrolmentFacts | undefined> {
  const [row] = await read
    .select({
      ...placeColumns(language),
      orderId: orders.id,
      lineId: orderLines.id,
      code: orders.code,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      paidAt: orders.paidAt,
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(enrolments.id, enrolmentId));
  if (!row) return undefined;
  const { orderId, lineId, code, totalMinor, currency, paidAt, ...place } = row;
  const total = { minor: totalMinor ?? 0, currency: currency ?? "" };
  const terms = orderId && paidAt ? await listOrderLeaving(read, orderId, paidAt) : [];
  const dated = read.select({ id: meetings.id }).from(meetings).where(eq(meetings.cohortId, place.cohortId)).limit(1);
  return {
    ...place,
    hasMeetings: (await dated).length > 0,
    order:
      code && orderId
        ? {
            ...{ code, total, paidAt, price: await getPriceFacts(read, { orderId, total }) },
            plan: await getPlanFacts(read, orderId, total),
            taxNote: await getTaxNote(read, orderId),
          }
        : null,
    leaving: terms.find((line) => line.lineId === lineId) ?? null,
  };
}

/** When and where a cohort is that a place was moved from; null when there is none any more. */
export async function getMovedFrom(read: Reader, cohortId: string, language: string) {
  const { cohortName, startsAt, timezone, place } = placeColumns(language);
  const [before] = await read
    .select({ cohortName, startsAt, timezone, place })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  return before ?? null;
}

/** An order as a receipt says it. */
export async function getPaidOrder(read: Reader, orderId: string): Promise<EnrolmentFacts["order"]> {
  const [order] = await read.select().from(orders).where(eq(orders.id, orderId));
  if (!order) return null;
  const total = { minor: order.totalMinor, currency: order.currency };
  const price = await getPriceFacts(read, { orderId, total });
  return { code: order.code, total, paidAt: order.paidAt, price, taxNote: await getTaxNote(read, orderId) };
}

/** What a mail says of an order; of one with several lines it names the first course and says how many more. */
export type OrderFacts = {
  buyerName: string;
  isBuyerConfirmed: boolean;
  code: string;
  total: Money;
  /** Why it costs less; none at its list price. */
  price?: PriceFacts | null;
  expiresAt: Date | null;
  courseTitle: string;
  courseSlug: string;
  /** How many courses the order holds besides the one that is named. */
  more: number;
  /** It buys access for longer: no seat is kept for it. */
  isRenewal: boolean;
  /** It is the difference for another cohort; the place is where it was until it is paid. */
  isMove: boolean;
};

export async function getOrderFacts(read: Reader, orderId: string, language: string): Promise<OrderFacts | undefined> {
  const lines = await read
    .select({
      buyerName: users.name,
      buyerVerifiedAt: users.verifiedAt,
      code: orders.code,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      expiresAt: orders.expiresAt,
      kind: orderLines.kind,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orders.id, orderId))
    .orderBy(orderLines.id);
  const [first] = lines;
  if (!first) return undefined;
  const { totalMinor, currency, buyerVerifiedAt, kind, ...rest } = first;
  const isBuyerConfirmed = buyerVerifiedAt !== null;
  const total = { minor: totalMinor, currency };
  return {
    ...rest,
    isBuyerConfirmed,
    total,
    price: await getPriceFacts(read, { orderId, total }),
    more: lines.length - 1,
    isRenewal: kind === "renewal",
    isMove: kind === "move",
  };
}

export type PaymentFacts = {
  order: OrderFacts;
  amount: Money;
  reference: string | null;
  failure: string | null;
  /** It is for a later instalment of a place that is open already. */
  isLaterPart: boolean;
  /** It is neither paid nor ended. */
  isOpen: boolean;
  /** The last four digits of the kept card that it was to be charged to. */
  keptCard: string | null;
};

export async function getPaymentFacts(
  read: Reader,
  paymentId: string,
  language: string,
): Promise<PaymentFacts | undefined> {
  const [found] = await read
    .select({ payment: payments, keptCard: savedCards.last4 })
    .from(payments)
    .leftJoin(savedCards, eq(savedCards.id, payments.savedCardId))
    .where(eq(payments.id, paymentId));
  const payment = found?.payment;
  const order = payment && (await getOrderFacts(read, payment.orderId, language));
  if (!payment || !order) return undefined;
  const amount = { minor: payment.amountMinor, currency: payment.currency };
  const { reference, failure, firstInstalment, state } = payment;
  const isLaterPart = firstInstalment !== null && firstInstalment > 1;
  const isOpen = state === "created" || state === "pending";
  return { order, amount, reference, failure, isLaterPart, isOpen, keptCard: found.keptCard };
}

/** `isReturned`: it is asked for anew, because a transfer of it came back. */
export type RefundFacts = { order: OrderFacts; amount: Money; isReturned: boolean };

export async function getRefundFacts(
  read: Reader,
  refundId: string,
  language: string,
): Promise<RefundFacts | undefined> {
  const [row] = await read
    .select({
      orderId: payments.orderId,
      minor: refunds.amountMinor,
      currency: refunds.currency,
      returnedId: refunds.returnedId,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, refundId));
  const order = row && (await getOrderFacts(read, row.orderId, language));
  if (!row || !order) return undefined;
  return { order, amount: { minor: row.minor, currency: row.currency }, isReturned: row.returnedId !== null };
}

export type OfferFacts = Omit<EnrolmentFacts, "order" | "hasMeetings" | "leaving"> & { offerExpiresAt: Date | null };

export async function getOfferFacts(
  read: Reader,
  waitingId: string,
  language: string,
): Promise<OfferFacts | undefined> {
  const [row] = await read
    .select({ ...placeColumns(language), offerExpiresAt: waitingList.offerExpiresAt })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(waitingList.id, waitingId));
  return row;
}
