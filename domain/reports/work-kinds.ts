import { and, eq, gt, gte, inArray, lte, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { WORK_KINDS, type WorkKind } from "#db/enums.ts";
import { workItems } from "#db/schema/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { getFailedSince } from "../orders/failed-refunds.ts";
import { type Action, isAllowed } from "../policy.ts";

/** Who may do this may do something about it. */
export const WORK_ACTIONS: Record<WorkKind, Action> = {
  underpaid: "order.resolve",
  overpaid: "refund.request",
  duplicate: "refund.request",
  late_money: "refund.request",
  refund_due: "refund.request",
  reviews: "order.resolve",
  transfers: "payment.confirm",
  bank_lines: "bank.match",
  bank_gaps: "bank.explain",
  payouts: "refund.request",
  returned: "refund.request",
  refunds: "refund.request",
  approvals: "refund.approve",
  withdrawals: "withdrawal.decide",
  disputes: "order.resolve",
  late: "payment.remind",
  declined: "payment.remind",
  invoices: "invoice.issue",
  vat_ids: "invoice.correct",
  differences: "reconciliation.resolve",
};

/** What the id of an item names, as the audit log calls it. */
export const WORK_OBJECTS: Record<WorkKind, string> = {
  ...{
    underpaid: "order",
    overpaid: "order",
    duplicate: "order",
    late_money: "order",
    refund_due: "order",
    reviews: "order",
  },
  ...{
    transfers: "payment",
    declined: "payment",
    bank_lines: "bank_line",
    bank_gaps: "bank_statement",
    withdrawals: "withdrawal",
    disputes: "dispute",
  },
  ...{ payouts: "refund", returned: "refund", refunds: "refund", approvals: "refund" },
  ...{ late: "instalment", invoices: "invoice", vat_ids: "order", differences: "provider_difference" },
};

/** The kinds about which somebody may do something, in the order in which they are shown. */
export const listOwnWorkKinds = (actor: Actor): WorkKind[] =>
  WORK_KINDS.filter((kind) => isAllowed(actor, WORK_ACTIONS[kind]));

/** Moments, or what stands for them in a prepared statement. */
export type WorkBounds = { now: Date | SQLWrapper; failedFrom: Date | SQLWrapper };

export const getWorkBounds = (now: Date): { now: Date; failedFrom: Date } => ({ now, failedFrom: getFailedSince(now) });

/**
 * SQL, of `work_items`, which knows no time: what waits at this moment. A part is late once its day is over, and until then a card that was
 * declined for it counts in its place; a refund that failed long ago was seen by somebody.
 */
export function isWaitingNow({ now, failedFrom }: WorkBounds): SQL | undefined {
  return and(
    lte(workItems.since, now as Date),
    or(ne(workItems.kind, "declined"), gt(workItems.dueAt, now as Date)),
    or(ne(workItems.kind, "refunds"), gte(workItems.since, failedFrom as Date)),
  );
}

/** SQL: those of some kinds; of none where there are none. */
export const isOfKinds = (kinds: readonly WorkKind[]): SQL =>
  kinds.length === 0
    ? sql`1 = 0`
    : kinds.length === 1
      ? eq(workItems.kind, kinds[0] as WorkKind)
      : inArray(workItems.kind, [...kinds]);
