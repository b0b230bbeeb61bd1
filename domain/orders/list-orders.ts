import { and, desc, eq, exists, inArray, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { gatherJson, selectJson } from "#db/json-list.ts";
import { param, perClient } from "#db/prepared.ts";
import { couponCodes, couponUses, orderLines, orders, payments, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { ORDER_STATES, PROVIDERS, type ProviderName } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { NEWEST_MAX } from "../kernel/get-page-window.ts";
import { countRows } from "../kernel/lists/select-rows.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import {
  createChoiceFilter,
  createFilter,
  createFromFilter,
  createTextFilter,
  createUntilFilter,
  type FilterValues,
} from "../kernel/lists/filters.ts";
import { selectInstalments, computeInstalmentSums } from "../instalments/instalment-sums.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";
import { ORDER_NEEDS, selectOrdersWithNeed } from "./order-needs.ts";
import { NONE, selectOrdersOnStatement } from "./on-statement.ts";
import { selectPaidMinor } from "./get-paid-minor.ts";
import { getOrderBalance } from "./get-order-balance.ts";

/** `from` is included, `until` is not. `q` is what stands on a statement, a name or an address. */
export type OrderFilters = FilterValues<typeof orderFilters>;
export type OrderRow = RowOf<typeof orderList>;

const orderFilters = {
  q: createTextFilter((text, { read }) => meantBy(read, text)),
  state: createChoiceFilter(orders.state, ORDER_STATES),
  need: createFilter(z.enum(ORDER_NEEDS), (need, { read, now }) => selectOrdersWithNeed(read, need, now)),
  provider: createFilter(z.enum(PROVIDERS), (provider, { read }) => triedWith(read, provider)),
  from: createFromFilter(orders.createdAt),
  until: createUntilFilter(orders.createdAt),
};

const orderFields = (read: Reader) => ({
  id: orders.id,
  code: orders.code,
  state: orders.state,
  currency: orders.currency,
  totalMinor: orders.totalMinor,
  listMinor: selectListPrice(read),
  coupons: selectCoupons(read),
  keptMinor: orders.keptMinor,
  reviewReason: orders.reviewReason,
  createdAt: orders.createdAt,
  paidAt: orders.paidAt,
  buyerId: users.id,
  buyerName: users.name,
  buyerEmail: users.email,
  attempts: selectAttempts(read),
  paidMinor: selectPaidMinor(read),
  instalments: selectInstalments(read),
});

const fromOrders = (select: SQLiteSelectBuilder<ReturnType<typeof orderFields>, "async", unknown>) =>
  select.from(orders).innerJoin(users, eq(users.id, orders.buyerId));

const orderView = defineView({
  fields: ({ read }) => orderFields(read),
  from: fromOrders,
  show: ({ attempts, paidMinor, instalments, ...order }, { now }) => ({
    ...order,
    /** Every provider that an attempt was made with. */
    providers: [...new Set(attempts)],
    balance: getOrderBalance(order, paidMinor, computeInstalmentSums(instalments, now)),
  }),
});

/** The office's list of orders. */
export const orderList = defineList({
  table: orders,
  reach: (ctx) => {
    authorize(ctx, "order.list", {});
    return undefined;
  },
  view: orderView,
  key: "id",
  sorts: { created: { by: ["createdAt"] }, code: { by: ["code"] } },
  filters: orderFilters,
  isKept: true,
});
export const { page: listOrders, stream: streamOrders } = orderList;

const queries = perClient((read: Reader) => ({
  newest: fromOrders(read.select(orderFields(read)))
    .where(eq(orders.buyerId, param(orders.buyerId, "buyerId")))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(NEWEST_MAX)
    .prepare(),
}));

/** The newest of what somebody has ordered, for a page that links to all of it. */
export async function listNewestOrders(ctx: ReadCtx, buyerId: string): Promise<OrderRow[]> {
  authorize(ctx, "order.list", {});
  const found = await queries(ctx.read).newest.execute({ buyerId });
  return found.map((each) => orderView.show(each, ctx));
}

/** SQL: what the lines of the order cost before anything was taken off. */
function selectListPrice(read: Reader) {
  const sum = sql<number>`coalesce(sum(${orderLines.unitMinor} * ${orderLines.quantity}), 0)`;
  return sql<number>`(${read.select({ sum }).from(orderLines).where(eq(orderLines.orderId, orders.id))})`.mapWith(
    Number,
  );
}

/** SQL: the codes of the coupons that it uses or has used. */
function selectCoupons(read: Reader) {
  const codes = read
    .select({ list: gatherJson(couponCodes.code, sql`${couponCodes.code}`) })
    .from(couponUses)
    .innerJoin(couponCodes, eq(couponCodes.key, couponUses.codeKey))
    .where(eq(couponUses.orderId, orders.id));
  return selectJson<string[]>(codes);
}

/** SQL: with which providers somebody tried to pay the order, in turn. */
function selectAttempts(read: Reader) {
  const inTurn = sql`${payments.createdAt}, ${payments.id}`;
  const attempts = read
    .select({ list: gatherJson(payments.provider, inTurn) })
    .from(payments)
    .where(eq(payments.orderId, orders.id));
  return selectJson<ProviderName[]>(attempts);
}

/** So many attempts are few enough to begin with them. */
const FEW = 10_000;

/**
 * SQL: orders that somebody tried to pay with a provider. Few of them are found from the payments' side, many from the
 * orders' side: the other way round, either would look at every payment or every order there is.
 */
async function triedWith(read: Reader, provider: ProviderName): Promise<SQL> {
  const count = await countRows(payments, read, eq(payments.provider, provider), FEW + 1);
  const own = and(eq(payments.orderId, orders.id), eq(payments.provider, provider));
  const all = read.select({ orderId: payments.orderId }).from(payments);
  return count > FEW ? exists(all.where(own)) : inArray(orders.id, all.where(eq(payments.provider, provider)));
}

async function meantBy(read: Reader, q: string): Promise<SQL> {
  const text = q.trim();
  const people = await findPeople(read, text);
  const buyer = people.length > 0 ? inArray(orders.buyerId, people) : undefined;
  return or(await selectOrdersOnStatement(read, text), buyer) ?? NONE;
}
