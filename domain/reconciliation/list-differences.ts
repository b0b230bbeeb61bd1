import { eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { DIFFERENCE_KINDS, PROVIDERS } from "#db/enums.ts";
import { disputes, orders, payments, providerDifferences, refunds, users } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFixedFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";

const DIFFERENCE_STATUSES = ["open", "resolved"] as const;
export type DifferenceRow = RowOf<typeof differenceList>;

const resolvers = alias(users, "resolvers");

/** The payment that our side is, or belongs to. */
const paymentOfOurs = sql`coalesce(
  (select ${refunds.paymentId} from ${refunds} where ${providerDifferences.ourType} = 'refund' and ${refunds.id} = ${providerDifferences.ourId}),
  (select ${disputes.paymentId} from ${disputes} where ${providerDifferences.ourType} = 'dispute' and ${disputes.id} = ${providerDifferences.ourId}),
  ${providerDifferences.ourId})`;

const BY_STATUS: Record<(typeof DIFFERENCE_STATUSES)[number], SQL | undefined> = {
  open: isNull(providerDifferences.resolvedAt),
  resolved: isNotNull(providerDifferences.resolvedAt),
};

const fields = {
  id: providerDifferences.id,
  provider: providerDifferences.provider,
  kind: providerDifferences.kind,
  subject: providerDifferences.subject,
  ourType: providerDifferences.ourType,
  ourId: providerDifferences.ourId,
  ourMinor: providerDifferences.ourMinor,
  ourCurrency: providerDifferences.ourCurrency,
  theirReference: providerDifferences.theirReference,
  theirMinor: providerDifferences.theirMinor,
  theirCurrency: providerDifferences.theirCurrency,
  occurredAt: providerDifferences.occurredAt,
  foundAt: providerDifferences.foundAt,
  resolvedAt: providerDifferences.resolvedAt,
  note: providerDifferences.note,
  orderCode: orders.code,
  resolvedByName: resolvers.name,
};

/** What the providers' books and ours do not agree on, with both sides and who has resolved it. */
export const differenceList = defineList({
  table: providerDifferences,
  reach: (ctx) => {
    authorize(ctx, "reconciliation.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(providerDifferences)
        .leftJoin(payments, eq(payments.id, paymentOfOurs))
        .leftJoin(orders, eq(orders.id, payments.orderId))
        .leftJoin(resolvers, eq(resolvers.id, providerDifferences.resolvedBy)),
    show: (row) => row,
  }),
  key: "id",
  cursor: { sort: "found", ids: "providerDifference" },
  sorts: { found: { by: ["foundAt"] } },
  filters: {
    q: createTextFilter(async (text) => {
      const named = text.trim();
      return or(eq(providerDifferences.theirReference, named), eq(providerDifferences.ourId, named));
    }),
    status: createFixedFilter(z.enum(DIFFERENCE_STATUSES), (status) => BY_STATUS[status]),
    kind: createChoiceFilter(providerDifferences.kind, DIFFERENCE_KINDS),
    provider: createChoiceFilter(providerDifferences.provider, PROVIDERS),
  },
});
export const { page: listDifferences } = differenceList;
