import { and, asc, eq, exists, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import { orders, payments, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { OrderState, ProviderName, ReviewReason } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import {
  COUNT_MAX,
  countRows,
  readInBatches,
  sortByColumns,
  type List,
  type ListView,
  getListWindow,
  isAfterRow,
  type SortColumns,
} from "../kernel/lists.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";
import { type OrderNeed, selectOrdersWithNeed } from "./order-needs.ts";
import { NONE, selectOrdersOnStatement } from "./on-statement.ts";
import { getPaidMinor } from "./get-paid-minor.ts";
import { type OrderBalance, getOrderBalance } from "./get-order-balance.ts";

export { ORDER_STATES, PROVIDERS } from "#db/enums.ts";
export { ORDER_NEEDS } from "./order-needs.ts";

export const ORDER_SORTS = ["created", "code"] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** `from` is included, `until` is not. `q` is what stands on a statement, a name or an address. */
export type OrderFilters = {
  state?: OrderState;
  need?: OrderNeed;
  provider?: ProviderName;
  from?: Date;
  until?: Date;
  q?: string;
};

export type OrderRow = {
  id: string;
  code: string;
  state: OrderState;
  currency: string;
  totalMinor: number;
  reviewReason: ReviewReason | null;
  createdAt: Date;
  paidAt: Date | null;
  buyerId: string;
  buyerName: string;
  buyerEmail: string;
  /** Every provider that an attempt was made with. */
  providers: ProviderName[];
  balance: OrderBalance;
};

const SORTS: Record<OrderSort, SortColumns> = {
  created: [orders.createdAt, orders.id],
  code: [orders.code],
};

const columns = {
  id: orders.id,
  code: orders.code,
  state: orders.state,
  currency: orders.currency,
  totalMinor: orders.totalMinor,
  reviewReason: orders.reviewReason,
  createdAt: orders.createdAt,
  paidAt: orders.paidAt,
  buyerId: users.id,
  buyerName: users.name,
  buyerEmail: users.email,
};

function rows(read: Reader) {
  return read.select(columns).from(orders).innerJoin(users, eq(users.id, orders.buyerId));
}

/** The office's list of orders, a page at a time. */
export async function listOrders(
  ctx: ReadCtx,
  filters: OrderFilters,
  view: ListView<OrderSort>,
): Promise<List<OrderRow>> {
  authorize(ctx, "order.list", {});
  const { limit, offset, page } = getListWindow(view.page);
  const where = await matching(ctx, filters);
  const found = await rows(ctx.read)
    .where(where)
    .orderBy(...sortByColumns(SORTS[view.sort], view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ id: orders.id })
    .from(orders)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  const items = await withMoney(ctx.read, found);
  return { items, ...(await countRows(ctx.read, counted)), page, pageSize: limit };
}

/** Every order that matches, in the same order, for an export. */
export async function* streamOrders(
  ctx: ReadCtx,
  filters: OrderFilters,
  view: Omit<ListView<OrderSort>, "page">,
): AsyncGenerator<OrderRow[]> {
  authorize(ctx, "order.list", {});
  const where = await matching(ctx, filters);
  const sorted = SORTS[view.sort];
  const keyOf = (row: OrderRow) => (view.sort === "created" ? [row.createdAt, row.id] : [row.code]);
  yield* readInBatches<OrderRow>(async (after, limit) => {
    const found = await rows(ctx.read)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...sortByColumns(sorted, view.direction))
      .limit(limit);
    return withMoney(ctx.read, found);
  });
}

async function matching({ read, now }: ReadCtx, filters: OrderFilters): Promise<SQL | undefined> {
  const { state, need, provider, from, until, q } = filters;
  return and(
    state && eq(orders.state, state),
    need && selectOrdersWithNeed(read, need, now),
    provider && (await triedWith(read, provider)),
    from && gte(orders.createdAt, from),
    until && lt(orders.createdAt, until),
    q ? await meantBy(read, q) : undefined,
  );
}

/**
 * SQL: orders that somebody tried to pay with a provider. Few of them are found from the payments' side, many from the
 * orders' side: the other way round, either would look at every payment or every order there is.
 */
async function triedWith(read: Reader, provider: ProviderName): Promise<SQL> {
  const some = read
    .select({ orderId: payments.orderId })
    .from(payments)
    .where(eq(payments.provider, provider))
    .limit(COUNT_MAX + 1)
    .as("some");
  const { isMore } = await countRows(read, some);
  const own = and(eq(payments.orderId, orders.id), eq(payments.provider, provider));
  const all = read.select({ orderId: payments.orderId }).from(payments);
  return isMore ? exists(all.where(own)) : inArray(orders.id, all.where(eq(payments.provider, provider)));
}

async function meantBy(read: Reader, q: string): Promise<SQL> {
  const text = q.trim();
  const people = await findPeople(read, text);
  const buyer = people.length > 0 ? inArray(orders.buyerId, people) : undefined;
  return or(await selectOrdersOnStatement(read, text), buyer) ?? NONE;
}

type Found = Omit<OrderRow, "providers" | "balance">;

/** Says of each order which providers were tried and how it stands, in two statements for the whole page. */
async function withMoney(read: Reader, found: Found[]): Promise<OrderRow[]> {
  const ids = found.map(({ id }) => id);
  const attempts = await attemptsOf(read, ids);
  const paid = await getPaidMinor(read, ids);
  return found.map((order) => ({
    ...order,
    providers: [...new Set(attempts.filter(({ orderId }) => orderId === order.id).map(({ provider }) => provider))],
    balance: getOrderBalance(order, paid.get(order.id) ?? 0),
  }));
}

async function attemptsOf(read: Reader, orderIds: string[]) {
  if (orderIds.length === 0) return [];
  return read
    .select({ orderId: payments.orderId, provider: payments.provider })
    .from(payments)
    .where(inArray(payments.orderId, orderIds))
    .orderBy(asc(payments.createdAt), asc(payments.id));
}
