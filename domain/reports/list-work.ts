import { and, eq, exists, gte, inArray, lt, not, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { WORK_KINDS, type WorkKind } from "#db/enums.ts";
import { orders, users, workAssignments, workItems } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { computeInstalmentSums, selectInstalments } from "../instalments/instalment-sums.ts";
import { getActorId } from "../kernel/actor.ts";
import { DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { getOrderBalance } from "../orders/get-order-balance.ts";
import { selectHeldMinor } from "../instalments/held-money.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import { authorize } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { NONE, selectOrdersOnStatement } from "../orders/on-statement.ts";
import { getWorkBounds, isOfKinds, isWaitingNow, listOwnWorkKinds } from "./work-kinds.ts";

/** For how many days it has waited at least. */
export const WORK_AGES = ["1", "7", "30", "90"] as const;

const owners = alias(users, "work_owners");

/** Whoever was given it since it came up; what came up again is nobody's. */
const isAssigned = and(
  eq(workAssignments.kind, workItems.kind),
  eq(workAssignments.itemId, workItems.itemId),
  gte(workAssignments.assignedAt, workItems.since),
);

const fields = {
  key: workItems.key,
  kind: workItems.kind,
  itemId: workItems.itemId,
  orderId: workItems.orderId,
  since: workItems.since,
  dueAt: workItems.dueAt,
  amountMinor: workItems.amountMinor,
  currency: workItems.currency,
  who: workItems.who,
  detail: workItems.detail,
  orderCode: orders.code,
  orderState: orders.state,
  refundIban: orders.refundIban,
  buyerId: users.id,
  buyerName: users.name,
  ownerId: owners.id,
  ownerName: owners.name,
};

const engine = defineList({
  // A view: it is read as a table is.
  table: workItems as unknown as SQLiteTable,
  reach: (ctx) => {
    authorize(ctx, "work.list", {});
    return and(isOfKinds(listOwnWorkKinds(ctx.actor)), isWaitingNow(getWorkBounds(ctx.now)));
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(workItems)
        .leftJoin(orders, eq(orders.id, workItems.orderId))
        .leftJoin(users, eq(users.id, orders.buyerId))
        .leftJoin(workAssignments, isAssigned)
        .leftJoin(owners, eq(owners.id, workAssignments.ownerId)),
    show: ({ refundIban, ...row }) => ({
      ...row,
      who: row.who || row.buyerName || "",
      hasAccount: refundIban !== null,
      days: 0,
    }),
  }),
  key: "key",
  sorts: { since: { by: ["since"] } },
  filters: {
    kind: createChoiceFilter(workItems.kind, WORK_KINDS),
    /** `me`, `nobody`, or the id of somebody of the team. */
    owner: createFilter(z.string().max(60), (owner, ctx) => ownedBy(ctx, owner)),
    age: createFilter(z.enum(WORK_AGES), async (days, ctx) => {
      const { timezone } = await getSettingsOnce(ctx);
      const last = addDays(formatLocalDay(ctx.now, timezone), -Number(days));
      return lt(workItems.since, getEndOfDay(last, timezone) ?? ctx.now);
    }),
    q: createTextFilter(async (text, { read }) => {
      const own = await selectOrdersOnStatement(read, text.trim());
      return own ? inArray(workItems.orderId, read.select({ id: orders.id }).from(orders).where(own)) : NONE;
    }),
  },
});

function ownedBy({ read, actor }: ReadCtx, owner: string): SQL | undefined {
  if (owner === "") return undefined;
  const given = (ownerId?: string) =>
    exists(
      read
        .select({ id: workAssignments.itemId })
        .from(workAssignments)
        .where(and(isAssigned, ownerId === undefined ? undefined : eq(workAssignments.ownerId, ownerId))),
    );
  if (owner === "nobody") return not(given());
  return given(owner === "me" ? getActorId(actor) : owner);
}

type Listed = RowOf<typeof engine>;
/** Of an order that was flagged, `amountMinor` is by how much its balance is off: what is missing, or too much. */
export type WorkRow = Listed;

/** Kinds whose amount is the balance of their order. */
const BALANCE_KINDS: readonly WorkKind[] = [
  "underpaid",
  "overpaid",
  "duplicate",
  "late_money",
  "refund_due",
  "reviews",
];

/** With how many days it has waited by the school's calendar: what came up yesterday evening waits since yesterday. */
async function addDaysWaited(ctx: ReadCtx, rows: Listed[]): Promise<WorkRow[]> {
  const { timezone } = await getSettingsOnce(ctx);
  const today = Date.parse(formatLocalDay(ctx.now, timezone));
  const daysSince = (since: Date) => Math.round((today - Date.parse(formatLocalDay(since, timezone))) / DAY_MS);
  return rows.map((row) => ({ ...row, days: Math.max(0, daysSince(row.since)) }));
}

/** With the balances of the orders that were flagged: those of the rows that are shown, so that no sum is made of what nobody sees. */
async function addBalances(ctx: ReadCtx, rows: Listed[]): Promise<WorkRow[]> {
  const ids = rows.flatMap(({ kind, orderId }) => (BALANCE_KINDS.includes(kind) && orderId ? [orderId] : []));
  if (ids.length === 0) return rows;
  const found = await ctx.read.select(balanceFields(ctx.read)).from(orders).where(inArray(orders.id, ids));
  const off = new Map(
    found.map(({ id, paidMinor, heldMinor, instalments, ...order }) => {
      // The balance of an order that goes on says nothing of a place that has ended.
      if (order.state === "paid" && order.reviewReason === "refund_due") return [id, Math.max(0, heldMinor)];
      const balance = getOrderBalance(order, paidMinor, computeInstalmentSums(instalments, ctx.now));
      return [id, Math.abs(balance.differenceMinor)];
    }),
  );
  return rows.map((row) =>
    BALANCE_KINDS.includes(row.kind) ? { ...row, amountMinor: off.get(row.orderId ?? "") || null } : row,
  );
}

const balanceFields = (read: Reader) => ({
  id: orders.id,
  state: orders.state,
  currency: orders.currency,
  totalMinor: orders.totalMinor,
  keptMinor: orders.keptMinor,
  reviewReason: orders.reviewReason,
  paidMinor: selectPaidMinor(read),
  heldMinor: selectHeldMinor(read),
  instalments: selectInstalments(read),
});

/** All of the school's money that waits for a person, the oldest first. Each sees that about which they may do something. */
export const workList: typeof engine = {
  ...engine,
  async page(ctx, filters, view) {
    const list = await engine.page(ctx, filters, view);
    return { ...list, items: await addBalances(ctx, await addDaysWaited(ctx, list.items)) };
  },
  async *stream(ctx, filters, view) {
    for await (const rows of engine.stream(ctx, filters, view))
      yield await addBalances(ctx, await addDaysWaited(ctx, rows));
  },
};
export const { page: listWork } = workList;
