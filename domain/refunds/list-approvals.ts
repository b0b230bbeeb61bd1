import { eq, isNotNull, sql } from "drizzle-orm";
import { REFUND_APPROVALS } from "#db/enums.ts";
import { orders, payments, refunds, users } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";

export type ApprovalRow = RowOf<typeof approvalList>;

/** SQL: how somebody is called, by their id. */
const selectName = (id: typeof refunds.requestedBy | typeof refunds.decidedBy) =>
  sql<string | null>`(select people.name from ${users} as people where people.id = ${id})`;

const fields = {
  id: refunds.id,
  paymentId: refunds.paymentId,
  state: refunds.state,
  approval: refunds.approval,
  amountMinor: refunds.amountMinor,
  currency: refunds.currency,
  reason: refunds.reason,
  failure: refunds.failure,
  doneAt: refunds.doneAt,
  requestedBy: refunds.requestedBy,
  createdAt: refunds.createdAt,
  decidedAt: refunds.decidedAt,
  provider: payments.provider,
  orderCode: orders.code,
  buyerName: users.name,
  askerName: selectName(refunds.requestedBy),
  deciderName: selectName(refunds.decidedBy),
};

/** Refunds that needed a second person: which wait for one, and who has decided about the others. */
export const approvalList = defineList({
  table: refunds,
  reach: (ctx) => {
    authorize(ctx, "refund.approve", {});
    return isNotNull(refunds.approval);
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .innerJoin(orders, eq(orders.id, payments.orderId))
        .innerJoin(users, eq(users.id, orders.buyerId)),
    // Who has asked for it decides nothing about it.
    show: (row, { actor }) => ({ ...row, isOwn: actor.type === "user" && actor.id === row.requestedBy }),
  }),
  key: "id",
  cursor: { sort: "created", ids: "refund" },
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    approval: createChoiceFilter(refunds.approval, REFUND_APPROVALS),
  },
});
export const { page: listApprovals } = approvalList;
