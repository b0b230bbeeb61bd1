import { and, count, desc, eq, ne } from "drizzle-orm";
import { cohorts, courses, enrolments, grants, orderLines, orders, tickets, users } from "#db/schema/index.ts";
import type { EnrolmentState, GrantReason, OrderState, TicketState } from "#db/enums.ts";
import { isLiveGrant } from "../access/get-access.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { type OrderBalance, getOrderBalance } from "../orders/get-order-balance.ts";
import { isAllowed } from "../policy.ts";

const ORDERS_MAX = 5;
const PLACES_MAX = 10;
const TICKETS_MAX = 5;

export type StudentOrder = {
  code: string;
  state: OrderState;
  createdAt: Date;
  currency: string;
  totalMinor: number;
  balance: OrderBalance;
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
export async function getStudentContext(ctx: ReadCtx, studentId: string): Promise<StudentContext | undefined> {
  if (!isAllowed(ctx.actor, "student.read", { ownerId: studentId })) return undefined;
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
  const rows = await ctx.read
    .select({
      id: orders.id,
      code: orders.code,
      state: orders.state,
      createdAt: orders.createdAt,
      currency: orders.currency,
      totalMinor: orders.totalMinor,
    })
    .from(orders)
    .where(eq(orders.buyerId, studentId))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(ORDERS_MAX);
  const paid = await getPaidMinor(
    ctx.read,
    rows.map(({ id }) => id),
  );
  const [all] = await ctx.read.select({ total: count() }).from(orders).where(eq(orders.buyerId, studentId));
  return {
    orders: rows.map(({ id, ...order }) => ({ ...order, balance: getOrderBalance(order, paid.get(id) ?? 0) })),
    orderCount: all?.total ?? 0,
  };
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
    .where(and(eq(grants.studentId, studentId), isLiveGrant(ctx.now)))
    .orderBy(courses.sortKey, grants.id)
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
