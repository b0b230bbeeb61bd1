import { and, count, eq, inArray, lt, type SQL } from "drizzle-orm";
import { pendingRequests, tickets } from "#db/schema/index.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Action, authorize, isAllowed } from "../policy.ts";
import { isFailedRecently } from "../orders/failed-refunds.ts";
import { UNRESOLVED } from "../tickets/machine.ts";

/** What waits for a person. */
export type ReviewItemKind = (typeof pendingRequests.$inferSelect)["kind"];

/** `isMore`: there are more than `count`, which is as far as was counted. */
export type ReviewItem = { kind: ReviewItemKind; count: number; isMore: boolean };

/** A number that somebody will act on needs no more digits than this. */
const COUNTED_MAX = 999;

type Question = {
  kind: ReviewItemKind;
  /** Who may do this may do something about it. */
  action: Action;
  /** Which of them matter now; all when it is not said. */
  where?: SQL | undefined;
};

/** Each is answered by an index that holds only what waits, or little else. */
function questions(now: Date): Question[] {
  return [
    { kind: "reviews", action: "refund.request" },
    { kind: "transfers", action: "payment.confirm" },
    { kind: "payouts", action: "refund.request" },
    { kind: "refunds", action: "refund.request", where: isFailedRecently(pendingRequests.since, now) },
    { kind: "disputes", action: "order.resolve" },
    { kind: "discrepancies", action: "audit.read" },
    { kind: "mails", action: "mail.resend" },
    { kind: "offers", action: "waiting.read", where: lt(pendingRequests.dueAt, addMs(now, DAY_MS)) },
    { kind: "unassigned", action: "ticket.assign" },
  ];
}

/** Everything that will not get better by itself, as far as the actor may do something about it. */
export async function listReviewItems(ctx: ReadCtx): Promise<ReviewItem[]> {
  authorize(ctx, "dashboard.read", {});
  const needs: ReviewItem[] = [];
  for (const { kind, action, where } of questions(ctx.now)) {
    if (!isAllowed(ctx.actor, action)) continue;
    const some = ctx.read
      .select({ id: pendingRequests.id })
      .from(pendingRequests)
      .where(and(eq(pendingRequests.kind, kind), where))
      .limit(COUNTED_MAX + 1)
      .as("some");
    const [counted] = await ctx.read.select({ rows: count() }).from(some);
    const { rows, isMore } = upTo(counted);
    if (rows > 0) needs.push({ kind, count: rows, isMore });
  }
  return needs;
}

/** How many tickets are not resolved yet. */
export async function countOpenTickets(ctx: ReadCtx): Promise<{ rows: number; isMore: boolean }> {
  authorize(ctx, "ticket.list", {});
  const some = ctx.read
    .select({ id: tickets.id })
    .from(tickets)
    .where(inArray(tickets.state, [...UNRESOLVED]))
    .limit(COUNTED_MAX + 1)
    .as("some");
  const [counted] = await ctx.read.select({ rows: count() }).from(some);
  return upTo(counted);
}

function upTo(counted: { rows: number } | undefined) {
  const rows = Number(counted?.rows ?? 0);
  return { rows: Math.min(rows, COUNTED_MAX), isMore: rows > COUNTED_MAX };
}
