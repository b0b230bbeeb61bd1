import { and, eq, gte, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import {
  applications,
  enrolments,
  orderInstalments,
  pendingRequests,
  refunds,
  tickets,
  withdrawals,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAskedFor } from "../instalments/is-asked-for.ts";
import { getFailedSince } from "../orders/failed-refunds.ts";
import { type Action, authorize, isAllowed } from "../policy.ts";
import { UNRESOLVED } from "../tickets/machine.ts";

/** What waits for a person. */
type OwnKind = "completions" | "applications" | "late" | "approvals" | "withdrawals";
export type ReviewItemKind = (typeof pendingRequests.$inferSelect)["kind"] | OwnKind;

/** `isMore`: there are more than `count`, which is as far as was counted. */
/** `oldestDays`: for how many whole days the oldest has waited, of refunds that somebody has to transfer. */
export type ReviewItem = { kind: ReviewItemKind; count: number; isMore: boolean; oldestDays?: number };

export type OpenWork = {
  /** Everything that will not get better by itself, as far as the actor may do something about it. */
  items: ReviewItem[];
  /** How many tickets are not resolved yet; none for who may not see them. */
  tickets: { count: number; isMore: boolean } | undefined;
};

/** A number that somebody will act on needs no more digits than this. */
const COUNTED_MAX = 999;

/** Who may do this may do something about it, in the order in which it is shown. */
const ACTIONS: Record<ReviewItemKind, Action> = {
  reviews: "refund.request",
  transfers: "payment.confirm",
  payouts: "refund.request",
  refunds: "refund.request",
  approvals: "refund.approve",
  withdrawals: "order.end",
  disputes: "order.resolve",
  late: "payment.remind",
  discrepancies: "audit.read",
  mails: "mail.resend",
  offers: "waiting.read",
  applications: "application.decide",
  renewals: "renewal.decide",
  completions: "enrolment.list",
  unassigned: "ticket.assign",
};
const KINDS = Object.keys(ACTIONS) as ReviewItemKind[];

/** One statement counts it all: each kind is answered by an index that holds only what waits, or little else. */
const queries = perClient((read: Reader) => {
  /** Which of a kind matter now; all when it is not said. */
  const where: Partial<Record<ReviewItemKind, SQL>> = {
    refunds: gte(pendingRequests.since, param(pendingRequests.since, "failedFrom")),
    offers: lt(pendingRequests.dueAt, param(pendingRequests.dueAt, "dueBefore")),
  };
  const countOf = (waiting: SQL) =>
    sql<number>`(select count(*) from (${waiting} limit ${COUNTED_MAX + 1}) as waiting)`.mapWith(Number);
  const ofKind = (kind: Exclude<ReviewItemKind, OwnKind>) =>
    countOf(sql`select 1 from ${pendingRequests} where ${and(eq(pendingRequests.kind, kind), where[kind])}`);
  // Enrolments that their rule would complete no more; an index holds these alone.
  const doubted = countOf(sql`select 1 from ${enrolments} where completion_doubted_at is not null`);
  const applied = countOf(sql`select 1 from ${applications} where ${applications.state} = 'applied'`);
  // Instalments that are late; an index holds those that are due alone.
  const isLate = and(isAskedFor(read), lte(orderInstalments.lateFrom, param(orderInstalments.lateFrom, "now")));
  const late = countOf(sql`select 1 from ${orderInstalments} where ${isLate}`);
  const held = countOf(sql`select 1 from ${refunds} where ${refunds.approval} = 'awaited'`);
  const withdrawn = countOf(sql`select 1 from ${withdrawals} where ${withdrawals.state} = 'open'`);
  const countKind = (kind: ReviewItemKind) => {
    if (kind === "late") return late;
    if (kind === "completions") return doubted;
    if (kind === "approvals") return held;
    if (kind === "withdrawals") return withdrawn;
    return kind === "applications" ? applied : ofKind(kind);
  };
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, countKind(kind)])) as Record<ReviewItemKind, SQL<number>>;
  const open = countOf(sql`select 1 from ${tickets} where ${inArray(tickets.state, [...UNRESOLVED])}`);
  const oldestPayout = sql<Date | null>`(select min(${pendingRequests.since}) from ${pendingRequests} where ${eq(pendingRequests.kind, "payouts")})`;
  return {
    all: read
      .select({ ...kinds, open, oldestPayout: oldestPayout.mapWith(pendingRequests.since) })
      .from(sql`(select 1) as one`)
      .prepare(),
  };
});

/** What waits for the team: the numbers of the first page and of the menu. Refused (`forbidden`) to whoever may not see that page. */
export async function countOpenWork(ctx: ReadCtx): Promise<OpenWork> {
  authorize(ctx, "dashboard.read", {});
  const kinds = KINDS.filter((kind) => isAllowed(ctx.actor, ACTIONS[kind]));
  const seesTickets = isAllowed(ctx.actor, "ticket.list");
  // A teacher can do nothing about any of it.
  if (kinds.length === 0 && !seesTickets) return { items: [], tickets: undefined };
  const bounds = { failedFrom: getFailedSince(ctx.now), dueBefore: addMs(ctx.now, DAY_MS), now: ctx.now };
  const [row] = await queries(ctx.read).all.execute(bounds);
  const oldest = row?.oldestPayout;
  const age = oldest ? { oldestDays: Math.floor((ctx.now.getTime() - oldest.getTime()) / DAY_MS) } : {};
  const items = kinds
    .map((kind) => ({ kind, ...upTo(row?.[kind]), ...(kind === "payouts" ? age : {}) }))
    .filter(({ count }) => count > 0);
  return { items, tickets: seesTickets ? upTo(row?.open) : undefined };
}

function upTo(rows = 0) {
  return { count: Math.min(rows, COUNTED_MAX), isMore: rows > COUNTED_MAX };
}
