import { and, count, desc, eq, ne, sql } from "drizzle-orm";
import {
  cohorts,
  courses,
  enrolments,
  grants,
  orderLines,
  orders,
  payments,
  refunds,
  tickets,
  users,
} from "#db/schema/index.ts";
import type { EnrolmentState, GrantReason, OrderState, TicketState } from "#db/words.ts";
import { liveGrant } from "../access/may-open.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { may } from "../policy.ts";

const ORDERS_MAX = 5;
const PLACES_MAX = 10;
const TICKETS_MAX = 5;

export type OrderStanding = "nothing_due" | "unpaid" | "underpaid" | "paid" | "overpaid";

export type StudentOrder = {
  code: string;
  state: OrderState;
  createdAt: Date;
  currency: string;
  totalMinor: number;
  /** What was settled, less what went back. */
  paidMinor: number;
  standing: OrderStanding;
  /** By how much it is over or under; 0 when it is neither. */
  differenceMinor: number;
};

export type StudentAccess = {
  courseTitle: string;
  /** None means for good. */
  endsAt: Date | null;
  why: GrantReason;
  orderCode: string | null;
};

export type StudentContext = {
  student: { id: string; name: string; email: string; timezone: string; createdAt: Date; disabled: boolean };
  orders: StudentOrder[];
  orderCount: number;
  places: { courseTitle: string; cohortName: string; state: EnrolmentState; createdAt: Date }[];
  placeCount: number;
  access: StudentAccess[];
  tickets: { code: string; subject: string; state: TicketState; updatedAt: Date }[];
  ticketCount: number;
};

/** What a student has bought, paid and may open, and what they have asked before: what stands beside a conversation. */
export async function studentContext(ctx: ReadCtx, studentId: string): Promise<StudentContext | undefined> {
  if (!may(ctx.actor, "student.read", { ownerId: studentId })) return undefined;
  const [student] = await ctx.read
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
      createdAt: users.createdAt,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(eq(users.id, studentId));
  if (!student) return undefined;
  const { disabledAt, ...facts } = student;
  return {
    student: { ...facts, disabled: disabledAt !== null },
    ...(await readOrders(ctx, studentId)),
    ...(await readPlaces(ctx, studentId)),
    access: await readAccess(ctx, studentId),
    ...(await readTickets(ctx, studentId)),
  };
}

async function readOrders(ctx: ReadCtx, studentId: string) {
  const settled = sql<number>`(select coalesce(sum(${payments.amountMinor}), 0) from ${payments} where ${payments.orderId} = ${orders.id} and ${payments.state} = 'settled')`;
  const back = sql<number>`(select coalesce(sum(${refunds.amountMinor}), 0) from ${refunds} inner join ${payments} on ${payments.id} = ${refunds.paymentId} where ${payments.orderId} = ${orders.id} and ${refunds.state} in ('done', 'external'))`;
  const rows = await ctx.read
    .select({
      code: orders.code,
      state: orders.state,
      createdAt: orders.createdAt,
      currency: orders.currency,
      totalMinor: orders.totalMinor,
      settledMinor: settled.mapWith(Number),
      backMinor: back.mapWith(Number),
    })
    .from(orders)
    .where(eq(orders.buyerId, studentId))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(ORDERS_MAX);
  const [all] = await ctx.read.select({ total: count() }).from(orders).where(eq(orders.buyerId, studentId));
  return {
    orders: rows.map(({ settledMinor, backMinor, ...order }) => {
      const paidMinor = settledMinor - backMinor;
      return { ...order, paidMinor, ...standingOf(order, paidMinor) };
    }),
    orderCount: all?.total ?? 0,
  };
}

/** An order's standing: what was paid against what is due. Nothing is due for what was cancelled or ran out. */
export function standingOf(
  order: { state: OrderState; totalMinor: number },
  paidMinor: number,
): { standing: OrderStanding; differenceMinor: number } {
  const isLive = order.state !== "cancelled" && order.state !== "expired";
  const differenceMinor = paidMinor - (isLive ? order.totalMinor : 0);
  if (differenceMinor > 0) return { standing: "overpaid", differenceMinor };
  if (differenceMinor < 0)
    return { standing: paidMinor === 0 ? "unpaid" : "underpaid", differenceMinor: -differenceMinor };
  return { standing: isLive && order.totalMinor > 0 ? "paid" : "nothing_due", differenceMinor: 0 };
}

async function readPlaces(ctx: ReadCtx, studentId: string) {
  const places = await ctx.read
    .select({
      courseTitle: courses.title,
      cohortName: cohorts.name,
      state: enrolments.state,
      createdAt: enrolments.createdAt,
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(enrolments.studentId, studentId))
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(PLACES_MAX);
  const [all] = await ctx.read.select({ total: count() }).from(enrolments).where(eq(enrolments.studentId, studentId));
  return { places, placeCount: all?.total ?? 0 };
}

async function readAccess(ctx: ReadCtx, studentId: string): Promise<StudentAccess[]> {
  return ctx.read
    .select({ courseTitle: courses.title, endsAt: grants.endsAt, why: grants.why, orderCode: orders.code })
    .from(grants)
    .innerJoin(courses, eq(courses.id, grants.courseId))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(grants.studentId, studentId), liveGrant(ctx.now)))
    .orderBy(courses.title, grants.id)
    .limit(PLACES_MAX);
}

async function readTickets(ctx: ReadCtx, studentId: string) {
  const theirs = and(eq(tickets.requesterId, studentId), ne(tickets.state, "merged"));
  const rows = await ctx.read
    .select({ code: tickets.code, subject: tickets.subject, state: tickets.state, updatedAt: tickets.updatedAt })
    .from(tickets)
    .where(theirs)
    .orderBy(desc(tickets.updatedAt), desc(tickets.id))
    .limit(TICKETS_MAX + 1);
  const [all] = await ctx.read.select({ total: count() }).from(tickets).where(theirs);
  return { tickets: rows, ticketCount: all?.total ?? 0 };
}
