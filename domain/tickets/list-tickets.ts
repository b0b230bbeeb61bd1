import { and, eq, exists, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { courses, enrolments, orders, payments, tickets, users } from "#db/schema/index.ts";
import { TICKET_ABOUT, TICKET_PRIORITIES, TICKET_STATES } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf, type Stretch } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter, createFixedFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { splitSearchWords } from "../kernel/search-text.ts";
import { authorize } from "../policy.ts";
import { hasWords } from "../students/find-people.ts";
import { selectAbout, aboutJoins, toAboutView } from "./to-about-view.ts";
import { UNRESOLVED } from "./machine.ts";

export const QUEUE_SORTS = ["newest", "oldest", "priority"] as const;
const QUEUE_ASSIGNEES = ["anyone", "mine", "unassigned"] as const;

export const queueFilters = {
  /** `unresolved` is everything somebody still has something to do about. */
  state: createFixedFilter(z.enum([...TICKET_STATES, "unresolved", "all"]), (state) =>
    state === "all" ? undefined : inArray(tickets.state, state === "unresolved" ? [...UNRESOLVED] : [state]),
  ),
  assignee: createFilter(z.enum(QUEUE_ASSIGNEES), (assignee, { actor }) =>
    assignee === "anyone" ? undefined : whereAssigned(assignee === "mine" ? getActorId(actor) : null),
  ),
  priority: createChoiceFilter(tickets.priority, TICKET_PRIORITIES),
  about: createChoiceFilter(tickets.aboutType, TICKET_ABOUT),
  q: createTextFilter((text, { read }) =>
    and(...splitSearchWords(text).map((word) => or(hasWords(tickets.searchText, word), isAskedBy(read, word)))),
  ),
};

const whereAssigned = (to: string | null): SQL =>
  to === null ? isNull(tickets.assigneeId) : eq(tickets.assigneeId, to);

const requester = alias(users, "requester");
const assignee = alias(users, "assignee");

const queueView = defineView({
  fields: ({ language }) => ({
    id: tickets.id,
    code: tickets.code,
    subject: tickets.subject,
    state: tickets.state,
    priority: tickets.priority,
    requesterName: requester.name,
    assigneeName: assignee.name,
    createdAt: tickets.createdAt,
    updatedAt: tickets.updatedAt,
    urgency: sql<number>`case ${tickets.priority} when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end`,
    ...selectAbout(language),
  }),
  from: (select) =>
    select
      .from(tickets)
      .innerJoin(requester, eq(requester.id, tickets.requesterId))
      .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
      .leftJoin(payments, aboutJoins.payment)
      .leftJoin(enrolments, aboutJoins.enrolment)
      .leftJoin(orders, aboutJoins.order)
      .leftJoin(courses, aboutJoins.course),
  show: ({ aboutType, aboutId, orderCode, courseId, courseTitle, urgency: _, ...ticket }) => ({
    ...ticket,
    about: toAboutView({ aboutType, aboutId, orderCode, courseId, courseTitle }),
  }),
});

const queueList = defineList({
  table: tickets,
  reach: (ctx) => {
    authorize(ctx, "ticket.list", {});
    return undefined;
  },
  view: queueView,
  key: "id",
  sorts: { moved: { by: ["updatedAt"] }, priority: { by: ["urgency", "updatedAt"] } },
  filters: queueFilters,
  isKept: true,
});

export type QueueFilters = {
  state: z.output<typeof queueFilters.state.input>;
  assignee: z.output<typeof queueFilters.assignee.input>;
  priority?: z.output<typeof queueFilters.priority.input>;
  about?: z.output<typeof queueFilters.about.input>;
  q?: string;
  sort: (typeof QUEUE_SORTS)[number];
  page: number;
};
export type QueueRow = RowOf<typeof queueList>;
export type Queue = Stretch<QueueRow>;

const ORDERS = {
  newest: { sort: "moved", direction: "desc" },
  oldest: { sort: "moved", direction: "asc" },
  priority: { sort: "priority", direction: "asc" },
} as const;

/** The desk's tickets, filtered, a page at a time. How many there are in all is not counted: a school has had a million. */
export async function listTickets(ctx: ReadCtx, { sort, page, ...filters }: QueueFilters): Promise<Queue> {
  return queueList.stretch(ctx, filters, { ...ORDERS[sort], page });
}

/** All tickets that match, for an export: the one that moved last first. */
export function streamTickets(
  ctx: ReadCtx,
  { sort: _, page: __, ...filters }: QueueFilters,
): AsyncGenerator<QueueRow[]> {
  return queueList.stream(ctx, filters, ORDERS.newest);
}

/** SQL: the name or the address of whoever asks holds a word. */
function isAskedBy(read: Reader, word: string): SQL {
  const named = read
    .select({ id: requester.id })
    .from(requester)
    .where(and(eq(requester.id, tickets.requesterId), hasWords(requester.searchText, word)));
  return exists(named);
}
