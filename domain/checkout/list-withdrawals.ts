import { eq, sql } from "drizzle-orm";
import { WITHDRAWAL_STATES } from "#db/enums.ts";
import { cohorts, orderBilling, orderLines, orders, users, withdrawals } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import { parseOrderCode } from "../orders/on-statement.ts";
import { authorize } from "../policy.ts";

export type WithdrawalRow = RowOf<typeof withdrawalList>;

/** SQL: whether any course of the order is given on dates. */
const isDated = sql<unknown>`exists (select 1 from ${orderLines} inner join ${cohorts} on ${cohorts.id} = ${orderLines.cohortId} where ${orderLines.orderId} = ${orders.id} and ${cohorts.startsAt} is not null)`;

/** Declarations of withdrawal: whose order each names, what is here of its money, and what was decided. */
export const withdrawalList = defineList({
  table: withdrawals,
  reach: (ctx) => {
    authorize(ctx, "withdrawal.list", {});
    return undefined;
  },
  view: defineView({
    fields: ({ read }) => ({
      id: withdrawals.id,
      code: withdrawals.code,
      email: withdrawals.email,
      name: withdrawals.name,
      state: withdrawals.state,
      receivedAt: withdrawals.receivedAt,
      decidedAt: withdrawals.decidedAt,
      reason: withdrawals.reason,
      orderId: withdrawals.orderId,
      orderState: orders.state,
      orderedAt: orders.createdAt,
      currency: orders.currency,
      paidMinor: selectPaidMinor(read),
      isDated: isDated.mapWith(Boolean),
      deciderName: users.name,
      /** Who is billed as a company, which is no consumer. Empty where a person buys. */
      company: sql<string>`coalesce(${orderBilling.company}, '')`,
    }),
    from: (select) =>
      select
        .from(withdrawals)
        .leftJoin(orders, eq(orders.id, withdrawals.orderId))
        .leftJoin(orderBilling, eq(orderBilling.orderId, withdrawals.orderId))
        .leftJoin(users, eq(users.id, withdrawals.decidedBy)),
    show: (row) => row,
  }),
  key: "id",
  cursor: { sort: "received", ids: "withdrawal" },
  sorts: { received: { by: ["receivedAt"] } },
  filters: {
    q: createTextFilter((text) => eq(withdrawals.code, parseOrderCode(text) ?? text.trim().toUpperCase())),
    state: createChoiceFilter(withdrawals.state, WITHDRAWAL_STATES),
  },
});
export const { page: listWithdrawals } = withdrawalList;
