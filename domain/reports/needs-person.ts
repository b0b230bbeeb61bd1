import { and, count, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { discrepancies, disputes, orders, outbox, payments, refunds, tickets, waitingList } from "#db/schema/index.ts";
import { DAY_MS, later } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Action, authorize, may } from "../policy.ts";
import { failedRefund } from "../refunds/failed-refunds.ts";
import { UNRESOLVED } from "../tickets/machine.ts";

/** What waits for a person. */
export type NeedKind =
  | "attention"
  | "transfers"
  | "refunds"
  | "disputes"
  | "discrepancies"
  | "mails"
  | "offers"
  | "unassigned";

/** `isMore`: there are more than `count`, which is as far as was counted. */
export type Need = { kind: NeedKind; count: number; isMore: boolean };

/** A number that somebody will act on needs no more digits than this. */
const COUNTED_MAX = 999;

type Question = {
  kind: NeedKind;
  /** Who may do this may do something about it. */
  action: Action;
  id: AnySQLiteColumn;
  from:
    | typeof orders
    | typeof payments
    | typeof refunds
    | typeof disputes
    | typeof discrepancies
    | typeof outbox
    | typeof waitingList
    | typeof tickets;
  where: SQL | undefined;
};

/** Each is answered by an index that holds only what waits, or little else. */
function questions({ read, now }: ReadCtx): Question[] {
  return [
    { kind: "attention", action: "refund.request", id: orders.id, from: orders, where: isNotNull(orders.attention) },
    {
      kind: "transfers",
      action: "payment.confirm",
      id: payments.id,
      from: payments,
      where: and(inArray(payments.state, ["created", "pending"]), eq(payments.provider, "bank")),
    },
    {
      kind: "refunds",
      action: "refund.request",
      id: refunds.id,
      from: refunds,
      where: failedRefund(read, now),
    },
    {
      kind: "disputes",
      action: "order.resolve",
      id: disputes.id,
      from: disputes,
      where: sql`${disputes.state} = 'open'`,
    },
    {
      kind: "discrepancies",
      action: "audit.read",
      id: discrepancies.id,
      from: discrepancies,
      where: isNull(discrepancies.settledAt),
    },
    { kind: "mails", action: "mail.resend", id: outbox.id, from: outbox, where: eq(outbox.state, "failed") },
    {
      kind: "offers",
      action: "waiting.read",
      id: waitingList.id,
      from: waitingList,
      where: and(eq(waitingList.state, "offered"), lt(waitingList.offerExpiresAt, later(now, DAY_MS))),
    },
    {
      kind: "unassigned",
      action: "ticket.assign",
      id: tickets.id,
      from: tickets,
      where: and(inArray(tickets.state, ["new", "open"]), isNull(tickets.assigneeId)),
    },
  ];
}

/** Everything that will not get better by itself, as far as the actor may do something about it. */
export async function needsPerson(ctx: ReadCtx): Promise<Need[]> {
  authorize(ctx, "dashboard.read", {});
  const needs: Need[] = [];
  for (const question of questions(ctx)) {
    if (!may(ctx.actor, question.action)) continue;
    const { rows, isMore } = await countUpTo(ctx, question);
    if (rows > 0) needs.push({ kind: question.kind, count: rows, isMore });
  }
  return needs;
}

/** How many tickets are not resolved yet. */
export async function openTickets(ctx: ReadCtx): Promise<{ rows: number; isMore: boolean }> {
  authorize(ctx, "ticket.list", {});
  return countUpTo(ctx, { id: tickets.id, from: tickets, where: inArray(tickets.state, [...UNRESOLVED]) });
}

async function countUpTo(ctx: ReadCtx, { id, from, where }: Pick<Question, "id" | "from" | "where">) {
  const some = ctx.read
    .select({ id })
    .from(from)
    .where(where)
    .limit(COUNTED_MAX + 1)
    .as("some");
  const [counted] = await ctx.read.select({ rows: count() }).from(some);
  const rows = Number(counted?.rows ?? 0);
  return { rows: Math.min(rows, COUNTED_MAX), isMore: rows > COUNTED_MAX };
}
