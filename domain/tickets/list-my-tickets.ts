import { and, count, desc, eq, ne } from "drizzle-orm";
import { courses, enrolments, orders, payments, tickets } from "#db/schema/index.ts";
import type { TicketState } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Page, getPageWindow } from "../kernel/get-page-window.ts";
import { authorize } from "../policy.ts";
import { type AboutView, selectAbout, aboutJoins, toAboutView } from "./to-about-view.ts";

export type MyTicket = {
  code: string;
  subject: string;
  state: TicketState;
  createdAt: Date;
  updatedAt: Date;
  about: AboutView | null;
};

const PER_PAGE = 20;

/**
 * A student's conversations with the school, the one that moved last first. Merged ones live on in their survivor. A page
 * beyond the last is the last.
 */
export async function listMyTickets(ctx: ReadCtx, studentId: string, page: number): Promise<Page<MyTicket>> {
  authorize(ctx, "ticket.read", { ownerId: studentId });
  const mine = and(eq(tickets.requesterId, studentId), ne(tickets.state, "merged"));
  const [{ total } = { total: 0 }] = await ctx.read.select({ total: count() }).from(tickets).where(mine);
  const window = getPageWindow(Math.min(page, Math.ceil(total / PER_PAGE)), PER_PAGE);
  const rows = await ctx.read
    .select({
      code: tickets.code,
      subject: tickets.subject,
      state: tickets.state,
      createdAt: tickets.createdAt,
      updatedAt: tickets.updatedAt,
      ...selectAbout(ctx.language),
    })
    .from(tickets)
    .leftJoin(payments, aboutJoins.payment)
    .leftJoin(enrolments, aboutJoins.enrolment)
    .leftJoin(orders, aboutJoins.order)
    .leftJoin(courses, aboutJoins.course)
    .where(mine)
    .orderBy(desc(tickets.updatedAt), desc(tickets.id))
    .limit(window.limit)
    .offset(window.offset);
  return {
    items: rows.map((row) => ({
      code: row.code,
      subject: row.subject,
      state: row.state,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      about: toAboutView(row),
    })),
    total,
    page: window.page,
    pageSize: window.limit,
  };
}
