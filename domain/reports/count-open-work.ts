import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { WORK_KINDS, type WorkKind } from "#db/enums.ts";
import { applications, enrolments, pendingRequests, taxRates, tickets, workItems } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Action, authorize, isAllowed } from "../policy.ts";
import { UNRESOLVED } from "../tickets/machine.ts";
import { getWorkBounds, isWaitingNow, WORK_ACTIONS } from "./work-kinds.ts";

/** What else waits, and has a list of its own. */
type OtherKind = "discrepancies" | "mails" | "offers" | "applications" | "renewals" | "completions" | "unassigned";
/** What waits for a person: money (work-kinds.ts, with a list of it all at list-work.ts), and the rest. */
export type ReviewItemKind = WorkKind | OtherKind;

/** `isMore`: there are more than `count`, which is as far as is said. */
/** `oldestDays`: for how many whole days the oldest has waited, of refunds that somebody has to transfer. */
export type ReviewItem = { kind: ReviewItemKind; count: number; isMore: boolean; oldestDays?: number };

export type OpenWork = {
  /** Everything that will not get better by itself, as far as the actor may do something about it. */
  items: ReviewItem[];
  /** How many tickets are not resolved yet; none for who may not see them. */
  tickets: { count: number; isMore: boolean } | undefined;
  /** Whether the school charges tax: its checklist asks for a VAT number then. */
  chargesTax: boolean;
};

/** A number that somebody will act on needs no more digits than this. */
const COUNTED_MAX = 999;

/** Who may do this may do something about it, in the order in which it is shown. */
const ACTIONS: Record<ReviewItemKind, Action> = {
  ...WORK_ACTIONS,
  discrepancies: "audit.read",
  mails: "mail.resend",
  offers: "waiting.read",
  applications: "application.decide",
  renewals: "renewal.decide",
  completions: "enrolment.list",
  unassigned: "ticket.assign",
};
const KINDS = Object.keys(ACTIONS) as ReviewItemKind[];

/** One statement counts it all: what waits is found by indexes that hold only that, or little else. */
const queries = perClient((read: Reader) => {
  const countOf = (waiting: SQL) =>
    sql<number>`(select count(*) from (${waiting} limit ${COUNTED_MAX + 1}) as waiting)`.mapWith(Number);
  const ofKind = (kind: "discrepancies" | "mails" | "offers" | "unassigned" | "renewals", matters?: SQL) =>
    countOf(sql`select 1 from ${pendingRequests} where ${and(eq(pendingRequests.kind, kind), matters)}`);
  const others: Record<OtherKind, SQL<number>> = {
    discrepancies: ofKind("discrepancies"),
    mails: ofKind("mails"),
    offers: ofKind("offers", lt(pendingRequests.dueAt, param(pendingRequests.dueAt, "dueBefore"))),
    applications: countOf(sql`select 1 from ${applications} where ${applications.state} = 'applied'`),
    renewals: ofKind("renewals"),
    // Enrolments that their rule would complete no more; an index holds these alone.
    completions: countOf(sql`select 1 from ${enrolments} where completion_doubted_at is not null`),
    unassigned: ofKind("unassigned"),
  };
  const open = countOf(sql`select 1 from ${tickets} where ${inArray(tickets.state, [...UNRESOLVED])}`);
  const [now, failedFrom] = [param(workItems.since, "now"), param(workItems.since, "failedFrom")];
  // All kinds in one walk through the view: a walk for each would ask every part of it for every kind.
  const work = read
    .select({
      ...(Object.fromEntries(WORK_KINDS.map((kind) => [kind, countKind(kind).as(kind)])) as WorkCounts),
      oldestPayout:
        sql<Date | null>`min(case when ${inArray(workItems.kind, ["payouts", "returned"])} then ${workItems.since} end)`.as(
          "oldest_payout",
        ),
    })
    .from(workItems)
    .where(isWaitingNow({ now, failedFrom }))
    .as("work");
  const counts = Object.fromEntries(WORK_KINDS.map((kind) => [kind, sql`${work[kind]}`.mapWith(Number)]));
  return {
    all: read
      .select({
        ...(counts as Record<WorkKind, SQL<number>>),
        ...others,
        open,
        chargesTax: countOf(
          sql`select 1 from ${taxRates} where ${taxRates.category} = 'standard' and ${taxRates.ratePpm} > 0`,
        ),
        oldestPayout: sql<Date | null>`${work.oldestPayout}`.mapWith(workItems.since),
      })
      .from(work)
      .prepare(),
  };
});

type WorkCounts = Record<WorkKind, SQL.Aliased<number>>;

const countKind = (kind: WorkKind) => sql<number>`count(case when ${eq(workItems.kind, kind)} then 1 end)`;

/** What waits for the team: the numbers of the first page and of the menu. Refused (`forbidden`) to whoever may not see that page. */
export async function countOpenWork(ctx: ReadCtx): Promise<OpenWork> {
  authorize(ctx, "dashboard.read", {});
  const kinds = KINDS.filter((kind) => isAllowed(ctx.actor, ACTIONS[kind]));
  const seesTickets = isAllowed(ctx.actor, "ticket.list");
  // A teacher can do nothing about any of it.
  if (kinds.length === 0 && !seesTickets) return { items: [], tickets: undefined, chargesTax: false };
  const bounds = { ...getWorkBounds(ctx.now), dueBefore: addMs(ctx.now, DAY_MS) };
  const [row] = await queries(ctx.read).all.execute(bounds);
  const oldest = row?.oldestPayout;
  const age = oldest ? { oldestDays: Math.floor((ctx.now.getTime() - oldest.getTime()) / DAY_MS) } : {};
  const items = kinds
    .map((kind) => ({ kind, ...upTo(row?.[kind]), ...(kind === "payouts" ? age : {}) }))
    .filter(({ count }) => count > 0);
  return { items, tickets: seesTickets ? upTo(row?.open) : undefined, chargesTax: (row?.chargesTax ?? 0) > 0 };
}

function upTo(rows = 0) {
  return { count: Math.min(rows, COUNTED_MAX), isMore: rows > COUNTED_MAX };
}
