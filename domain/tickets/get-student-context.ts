import { and, desc, eq, ne } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { param, perClient } from "#db/prepared.ts";
import { enrolments, grants, orders, tickets, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { OrderState, TicketState } from "#db/enums.ts";
import { type AccessRow, selectAccess } from "../access/select-access.ts";
import { selectInstalments, computeInstalmentSums } from "../instalments/instalment-sums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import { type OrderBalance, getOrderBalance } from "../orders/get-order-balance.ts";
import { isAllowed } from "../policy.ts";

const ORDERS_MAX = 5;
const ACCESS_MAX = 10;
const TICKETS_MAX = 5;

export type StudentOrder = {
  code: string;
  state: OrderState;
  createdAt: Date;
  currency: string;
  totalMinor: number;
  balance: OrderBalance;
};

export type StudentContext = {
  student: { id: string; name: string; email: string; timezone: string; createdAt: Date; disabled: boolean };
  orders: StudentOrder[];
  orderCount: number;
  placeCount: number;
  access: AccessRow[];
  tickets: { code: string; subject: string; state: TicketState; updatedAt: Date }[];
  ticketCount: number;
};

const isTheirTicket = and(eq(tickets.requesterId, users.id), ne(tickets.state, "merged"));

const queries = perClient((read: Reader) => ({
  context: read
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
      createdAt: users.createdAt,
      disabledAt: users.disabledAt,
      orders: selectOrders(read),
      orderCount: read.$count(orders, eq(orders.buyerId, users.id)),
      placeCount: read.$count(enrolments, eq(enrolments.studentId, users.id)),
      access: selectAccess(read, param(grants.startsAt, "now"), ACCESS_MAX),
      tickets: selectTickets(read),
      ticketCount: read.$count(tickets, isTheirTicket),
    })
    .from(users)
    .where(eq(users.id, param(users.id, "studentId")))
    .prepare(),
  totals: read
    .select({
      orderCount: read.$count(orders, eq(orders.buyerId, users.id)),
      placeCount: read.$count(enrolments, eq(enrolments.studentId, users.id)),
      tickets: selectTickets(read),
    })
    .from(users)
    .where(eq(users.id, param(users.id, "studentId")))
    .prepare(),
}));

/** What a student has bought, paid and may open, and what they have asked before: what stands beside a conversation. */
export async function getStudentContext(ctx: ReadCtx, studentId: string): Promise<StudentContext | undefined> {
  if (!isAllowed(ctx.actor, "student.read", { ownerId: studentId })) return undefined;
  const [student] = await queries(ctx.read).context.execute({ studentId, now: ctx.now });
  if (!student) return undefined;
  const { id, name, email, timezone, createdAt, disabledAt, orders: bought, ...context } = student;
  return {
    student: { id, name, email, timezone, createdAt, disabled: disabledAt !== null },
    orders: bought.map(({ paidMinor, instalments, ...order }) => ({
      ...order,
      balance: getOrderBalance(order, paidMinor, computeInstalmentSums(instalments, ctx.now)),
    })),
    ...context,
  };
}

export type StudentTotals = Pick<StudentContext, "orderCount" | "placeCount" | "tickets">;

/** Less of the same, for a page that lists orders and access itself. */
export async function getStudentTotals(ctx: ReadCtx, studentId: string): Promise<StudentTotals | undefined> {
  if (!isAllowed(ctx.actor, "student.read", { ownerId: studentId })) return undefined;
  return (await queries(ctx.read).totals.execute({ studentId }))[0];
}

function selectOrders(read: Reader) {
  const fields = {
    code: orders.code,
    state: orders.state,
    createdAt: orders.createdAt,
    currency: orders.currency,
    totalMinor: orders.totalMinor,
    keptMinor: orders.keptMinor,
    paidMinor: selectPaidMinor(read),
    instalments: selectInstalments(read),
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(orders)
      .where(eq(orders.buyerId, users.id))
      .orderBy(desc(orders.createdAt), desc(orders.id))
      .limit(ORDERS_MAX),
  );
}

function selectTickets(read: Reader) {
  const fields = { code: tickets.code, subject: tickets.subject, state: tickets.state, updatedAt: tickets.updatedAt };
  return gatherRows(read, fields, (select) =>
    select
      .from(tickets)
      .where(isTheirTicket)
      .orderBy(desc(tickets.updatedAt), desc(tickets.id))
      .limit(TICKETS_MAX + 1),
  );
}
