import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { cohorts, courses, enrolments, orderLines, orders, payments, waitingList } from "#db/schema/index.ts";
import type { OrderState, PaymentState, ProviderName, WaitingState } from "#db/enums.ts";
import type { SeatFacts } from "../courses/seat-state.ts";
import { isCohortOver } from "../courses/enrolment-window.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { isAllowed } from "../policy.ts";
import { REVERSAL_REASONS } from "../orders/flag-reversal.ts";

/** What is being bought, as the summary at the side says it. */
export type OfferView = {
  cohortId: string;
  cohortName: string;
  courseTitle: string;
  courseSlug: string;
  startsAt: Date | null;
  timezone: string;
  place: string;
  price: Money;
};

export type AttemptView = {
  id: string;
  provider: ProviderName;
  state: PaymentState;
  failure: string | null;
  checkoutUrl: string | null;
  reference: string | null;
  /** Until when it can be paid at the provider. */
  expiresAt: Date | null;
};

export type CheckoutView = {
  orderId: string;
  code: string;
  state: OrderState;
  total: Money;
  expiresAt: Date | null;
  attention: string | null;
  /** A provider will never take the payment. */
  isRefused: boolean;
  lines: OfferView[];
  /** The newest first. */
  attempts: AttemptView[];
};

/** What may stand between a person and a place. */
export type EnrolBarrier = "not_open_yet" | "closed" | "full";

export type EnrolView = OfferView & {
  barrier: EnrolBarrier | null;
  opensAt: Date | null;
  hasWaitingList: boolean;
  /** The person's own place, if they have one: a paid order that waits, or a place that is theirs. */
  mine: { state: string; orderCode: string | null } | null;
  waiting: { id: string; state: WaitingState; position: number; offerExpiresAt: Date | null } | null;
};

const offerColumns = {
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  courseTitle: courses.title,
  courseSlug: courses.slug,
  startsAt: cohorts.startsAt,
  timezone: cohorts.timezone,
  place: cohorts.place,
  priceMinor: cohorts.priceMinor,
  currency: cohorts.currency,
};

function offerOf<Row extends { priceMinor: number; currency: string }>({ priceMinor, currency, ...rest }: Row) {
  return { ...rest, price: { minor: priceMinor, currency } };
}

/** An order on its way to being paid, for the person who placed it and for the office. Codes are read in any case. */
export async function getCheckout(ctx: ReadCtx, code: string): Promise<CheckoutView | undefined> {
  const [order] = await ctx.read.select().from(orders).where(eq(orders.code, code.toUpperCase()));
  if (!order || !isAllowed(ctx.actor, "order.read", { ownerId: order.buyerId })) return undefined;
  const lines = await ctx.read
    // What a line was ordered at stays, whatever its cohort costs since.
    .select({ ...offerColumns, priceMinor: orderLines.unitMinor, currency: orders.currency })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orderLines.orderId, order.id));
  const attempts = await ctx.read
    .select({
      id: payments.id,
      provider: payments.provider,
      state: payments.state,
      failure: payments.failure,
      checkoutUrl: payments.checkoutUrl,
      reference: payments.reference,
      expiresAt: payments.expiresAt,
    })
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(50);
  return {
    orderId: order.id,
    code: order.code,
    state: order.state,
    total: { minor: order.totalMinor, currency: order.currency },
    expiresAt: order.expiresAt,
    // What befell the money later is between the school and its bank.
    attention: [...REVERSAL_REASONS, "provider_refused"].includes(order.attention ?? "") ? null : order.attention,
    isRefused: order.attention === "provider_refused",
    lines: lines.map(offerOf),
    attempts,
  };
}

/** A cohort as somebody sees it who is about to enrol; undefined when it is not on offer to anyone. */
export async function getEnrolView(ctx: ReadCtx, cohortId: string): Promise<EnrolView | undefined> {
  const [row] = await ctx.read
    .select({
      ...offerColumns,
      opensAt: cohorts.opensAt,
      closesAt: cohorts.closesAt,
      endsAt: cohorts.endsAt,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
      hasWaitingList: cohorts.waitingList,
      courseState: courses.state,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.state, "open")));
  if (!row) return undefined;
  const { closesAt, endsAt, capacity, held, taken, courseState, ...rest } = row;
  const own = await ownPlace(ctx, cohortId);
  // What was offered can be taken whatever has closed since; only what is over cannot.
  const isOffered = own.waiting?.state === "offered";
  if (courseState !== "published" && !isOffered) return undefined;
  const seats = { capacity, held, taken, opensAt: row.opensAt, closesAt, endsAt };
  const barrier = isOffered
    ? isCohortOver(seats, ctx.now)
      ? ("closed" as const)
      : null
    : barrierOf(seats, ctx.now, await doesAnyoneWait(ctx, cohortId));
  return { ...offerOf(rest), barrier, ...own };
}

function barrierOf(cohort: SeatFacts, now: Date, doesAnyWait: boolean): EnrolBarrier | null {
  const { capacity, held, taken, opensAt, closesAt, endsAt } = cohort;
  const closes = closesAt ?? endsAt;
  if (opensAt && now < opensAt) return "not_open_yet";
  if (closes && now >= closes) return "closed";
  // A seat that is free while somebody waits is about to be offered to them.
  return capacity !== null && (held + taken >= capacity || doesAnyWait) ? "full" : null;
}

async function doesAnyoneWait(ctx: ReadCtx, cohortId: string): Promise<boolean> {
  const first = ctx.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "waiting")))
    .limit(1);
  return (await first).length > 0;
}

async function ownPlace(ctx: ReadCtx, cohortId: string): Promise<Pick<EnrolView, "mine" | "waiting">> {
  if (ctx.actor.type !== "user") return { mine: null, waiting: null };
  const [mine] = await ctx.read
    .select({ state: enrolments.state, orderCode: orders.code })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        eq(enrolments.studentId, ctx.actor.id),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  const queue = await ctx.read
    .select({
      id: waitingList.id,
      studentId: waitingList.studentId,
      state: waitingList.state,
      offerExpiresAt: waitingList.offerExpiresAt,
    })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])))
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(1_000);
  const userId = ctx.actor.id;
  const at = queue.findIndex(({ studentId }) => studentId === userId);
  const entry = queue[at];
  return {
    mine: mine ?? null,
    waiting: entry
      ? { id: entry.id, state: entry.state, position: at + 1, offerExpiresAt: entry.offerExpiresAt }
      : null,
  };
}
