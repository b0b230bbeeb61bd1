import { and, asc, count, desc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { courses, enrolments, orders, payments, tickets, users } from "#db/schema/index.ts";
import type { TicketAbout, TicketPriority, TicketState } from "#db/enums.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { readInBatches, sortByColumns, isAfterRow } from "../kernel/lists.ts";
import { getPageWindow } from "../kernel/get-page-window.ts";
import { splitSearchWords } from "../kernel/search-text.ts";
import { authorize } from "../policy.ts";
import { hasWords } from "../students/find-people.ts";
import { type AboutView, selectAbout, aboutJoins, toAboutView } from "./to-about-view.ts";
import { UNRESOLVED } from "./machine.ts";

export const QUEUE_SORTS = ["newest", "oldest", "priority"] as const;
export const QUEUE_ASSIGNEES = ["anyone", "mine", "unassigned"] as const;

export type QueueFilters = {
  /** `unresolved` is everything somebody still has something to do about. */
  state: TicketState | "unresolved" | "all";
  assignee: (typeof QUEUE_ASSIGNEES)[number];
  priority?: TicketPriority;
  about?: TicketAbout;
  q?: string;
  sort: (typeof QUEUE_SORTS)[number];
  page: number;
};

export type QueueRow = {
  id: string;
  code: string;
  subject: string;
  state: TicketState;
  priority: TicketPriority;
  requesterName: string;
  assigneeName: string | null;
  createdAt: Date;
  updatedAt: Date;
  about: AboutView | null;
};

export type Queue = { rows: QueueRow[]; page: number; pageSize: number; hasNext: boolean };

const requester = alias(users, "requester");
const assignee = alias(users, "assignee");

/** The desk's tickets, filtered, a page at a time. How many there are in all is not counted: a school has had a million. */
export async function listTickets(ctx: ReadCtx, filters: QueueFilters): Promise<Queue> {
  authorize(ctx, "ticket.list", {});
  const window = getPageWindow(filters.page);
  const rows = await rowsOf(ctx)
    .where(and(...conditions(ctx, filters)))
    .orderBy(...ORDERS[filters.sort])
    .limit(window.limit + 1)
    .offset(window.offset);
  return {
    rows: rows.slice(0, window.limit).map(queueRow),
    page: window.page,
    pageSize: window.limit,
    hasNext: rows.length > window.limit,
  };
}

const LAST_MOVED = [tickets.updatedAt, tickets.id] as const;

/** All tickets that match, for an export: the one that moved last first. */
export async function* streamTickets(ctx: ReadCtx, filters: QueueFilters): AsyncGenerator<QueueRow[]> {
  authorize(ctx, "ticket.list", {});
  const matches = and(...conditions(ctx, filters));
  yield* readInBatches<QueueRow>(async (after, limit) => {
    const rows = await rowsOf(ctx)
      .where(and(matches, isAfterRow(LAST_MOVED, "desc", after && [after.updatedAt, after.id])))
      .orderBy(...sortByColumns(LAST_MOVED, "desc"))
      .limit(limit);
    return rows.map(queueRow);
  });
}

function rowsOf(ctx: ReadCtx) {
  return ctx.read
    .select({
      id: tickets.id,
      code: tickets.code,
      subject: tickets.subject,
      state: tickets.state,
      priority: tickets.priority,
      requesterName: requester.name,
      assigneeName: assignee.name,
      createdAt: tickets.createdAt,
      updatedAt: tickets.updatedAt,
      ...selectAbout(ctx.language),
    })
    .from(tickets)
    .innerJoin(requester, eq(requester.id, tickets.requesterId))
    .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
    .leftJoin(payments, aboutJoins.payment)
    .leftJoin(enrolments, aboutJoins.enrolment)
    .leftJoin(orders, aboutJoins.order)
    .leftJoin(courses, aboutJoins.course);
}

function queueRow(row: Awaited<ReturnType<typeof rowsOf>>[number]): QueueRow {
  const { aboutType, aboutId, orderCode, courseId, courseTitle, ...rest } = row;
  return { ...rest, about: toAboutView({ aboutType, aboutId, orderCode, courseId, courseTitle }) };
}

const URGENCY = sql`case ${tickets.priority} when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end`;

const ORDERS: Record<QueueFilters["sort"], SQL[]> = {
  newest: [desc(tickets.updatedAt), desc(tickets.id)],
  oldest: [asc(tickets.updatedAt), asc(tickets.id)],
  priority: [asc(URGENCY), asc(tickets.updatedAt), asc(tickets.id)],
};

function conditions(ctx: ReadCtx, filters: QueueFilters): (SQL | undefined)[] {
  const { state, assignee: who, priority, about, q } = filters;
  return [
    state === "all" ? undefined : inArray(tickets.state, state === "unresolved" ? [...UNRESOLVED] : [state]),
    who === "mine" ? eq(tickets.assigneeId, getActorId(ctx.actor)) : undefined,
    who === "unassigned" ? isNull(tickets.assigneeId) : undefined,
    priority ? eq(tickets.priority, priority) : undefined,
    about ? eq(tickets.aboutType, about) : undefined,
    ...splitSearchWords(q ?? "").map((word) =>
      or(hasWords(tickets.searchText, word), hasWords(requester.searchText, word)),
    ),
  ];
}

export type QueueCounts = { unresolved: number; mine: number; unassigned: number; waiting: number };

/** How many tickets wait in each view of the desk. Only what is unresolved is counted, which an index holds together. */
export async function countTickets(ctx: ReadCtx): Promise<QueueCounts> {
  authorize(ctx, "ticket.list", {});
  const me = getActorId(ctx.actor);
  const [row] = await ctx.read
    .select({
      unresolved: count(),
      mine: count(sql`case when ${tickets.assigneeId} = ${me} then 1 end`),
      unassigned: count(sql`case when ${tickets.assigneeId} is null then 1 end`),
      waiting: count(sql`case when ${tickets.state} = 'waiting_on_student' then 1 end`),
    })
    .from(tickets)
    .where(inArray(tickets.state, [...UNRESOLVED]));
  return row ?? { unresolved: 0, mine: 0, unassigned: 0, waiting: 0 };
}
