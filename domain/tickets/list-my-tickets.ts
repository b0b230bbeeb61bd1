import { eq, ne } from "drizzle-orm";
import { courses, enrolments, orders, payments, tickets } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { createIdFilter } from "../kernel/lists/filters.ts";
import { defineList, type List, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { authorize } from "../policy.ts";
import { selectAbout, aboutJoins, toAboutView } from "./to-about-view.ts";

const myTicketView = defineView({
  fields: ({ language }) => ({
    id: tickets.id,
    code: tickets.code,
    subject: tickets.subject,
    state: tickets.state,
    createdAt: tickets.createdAt,
    updatedAt: tickets.updatedAt,
    ...selectAbout(language),
  }),
  from: (select) =>
    select
      .from(tickets)
      .leftJoin(payments, aboutJoins.payment)
      .leftJoin(enrolments, aboutJoins.enrolment)
      .leftJoin(orders, aboutJoins.order)
      .leftJoin(courses, aboutJoins.course),
  show: ({ code, subject, state, createdAt, updatedAt, ...about }) => ({
    ...{ code, subject, state, createdAt, updatedAt },
    about: toAboutView(about),
  }),
});

const myTicketList = defineList({
  table: tickets,
  // Merged ones live on in their survivor.
  reach: () => ne(tickets.state, "merged"),
  view: myTicketView,
  key: "id",
  sorts: { moved: { by: ["updatedAt"] } },
  filters: { requesterId: createIdFilter("user", (id) => eq(tickets.requesterId, id)) },
  pageSize: 20,
  endsAtLast: true,
});

export type MyTicket = RowOf<typeof myTicketList>;

/** A student's conversations with the school, the one that moved last first. A page beyond the last is the last. */
export async function listMyTickets(ctx: ReadCtx, studentId: string, page: number): Promise<List<MyTicket>> {
  authorize(ctx, "ticket.read", { ownerId: studentId });
  return myTicketList.page(ctx, { requesterId: studentId }, { sort: "moved", direction: "desc", page });
}
