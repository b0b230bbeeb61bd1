import { and, asc, desc, eq, gte, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { invoices, orderInstalments, orders, payments, postings, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { listConfirmedTransfers } from "./confirmed-transfers.ts";
import type { Candidate } from "./rank-matches.ts";

/** So many orders are looked through for one that has no reference: the newest. */
const OPEN_MAX = 20_000;
/** Parameters of one statement. */
const AT_ONCE = 500;

type From = Reader | Tx;

/** The orders that are named by references, codes or numbers of invoices: whatever became of them. */
export async function loadNamedCandidates(
  from: From,
  {
    references,
    codes,
    numbers,
  }: { references: readonly string[]; codes: readonly string[]; numbers: readonly string[] },
): Promise<Candidate[]> {
  const ids = new Set<string>();
  for (const some of chunk(references)) {
    const found = await from
      .select({ id: payments.orderId })
      .from(payments)
      .where(and(eq(payments.provider, "bank"), inArray(payments.reference, some)));
    for (const { id } of found) ids.add(id);
  }
  for (const some of chunk(codes)) {
    for (const { id } of await from.select({ id: orders.id }).from(orders).where(inArray(orders.code, some)))
      ids.add(id);
  }
  for (const some of chunk(numbers)) {
    const found = await from.select({ id: invoices.orderId }).from(invoices).where(inArray(invoices.code, some));
    for (const { id } of found) ids.add(id);
  }
  const all: Candidate[] = [];
  for (const some of chunk([...ids])) all.push(...(await load(from, inArray(orders.id, some), some.length)));
  return all;
}

/** The orders that ask for money, and those that lately did: what a line without a right reference is compared with. */
export async function loadOpenCandidates(from: From, since: Date): Promise<Candidate[]> {
  const lately = and(inArray(orders.state, ["expired", "cancelled", "paid"]), gte(orders.createdAt, since));
  return load(from, or(eq(orders.state, "awaiting_payment"), lately) as SQL, OPEN_MAX);
}

function* chunk(all: readonly string[]): Generator<string[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE);
}

async function load(from: From, where: SQL, limit: number): Promise<Candidate[]> {
  const funds = from
    .select({ minor: sql<number>`coalesce(sum(${postings.amountMinor}), 0)` })
    .from(postings)
    .where(
      and(
        eq(postings.account, "customer_funds"),
        eq(postings.currency, orders.currency),
        eq(postings.detail, orders.id),
      ),
    );
  const rows = await from
    .select({
      ...{ orderId: orders.id, code: orders.code, state: orders.state, currency: orders.currency },
      ...{ totalMinor: orders.totalMinor, buyerName: users.name },
      heldMinor: sql<number>`0 - (${funds})`.mapWith(Number),
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(where)
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit);
  const parts = await loadParts(
    from,
    rows.map(({ orderId }) => orderId),
  );
  return rows.map(({ heldMinor, ...row }) => {
    const { asked = [], confirmed = [], duePartsMinor, codes = [] } = parts.get(row.orderId) ?? {};
    const isInParts = duePartsMinor !== undefined;
    const dueMinor = duePartsMinor?.reduce((sum, minor) => sum + minor, 0) ?? 0;
    const wholeMinor = row.state === "awaiting_payment" ? Math.max(row.totalMinor - heldMinor, 0) : 0;
    const mayPay = row.state === "awaiting_payment" || row.state === "paid";
    return {
      ...row,
      isInParts,
      duePartsMinor: (mayPay ? (duePartsMinor ?? []) : []).filter((minor) => minor > 0),
      openMinor: isInParts ? (mayPay ? dueMinor : 0) : wholeMinor,
      asked,
      confirmed,
      invoices: codes,
    };
  });
}

type Parts = {
  asked?: Candidate["asked"];
  confirmed?: Candidate["confirmed"];
  /** What each part asks for still, with its fees, in their order; nothing of one that is paid. */
  duePartsMinor?: number[];
  codes?: string[];
};

async function loadParts(from: From, orderIds: readonly string[]): Promise<Map<string, Parts>> {
  const parts = new Map<string, Parts>();
  const add = (orderId: string, change: (before: Parts) => Parts) =>
    parts.set(orderId, change(parts.get(orderId) ?? {}));
  for (const ids of chunk(orderIds)) {
    const [confirmed, asked, due, codes] = await Promise.all([
      listConfirmedTransfers(from, ids),
      from
        .select({ orderId: payments.orderId, reference: payments.reference, amountMinor: payments.amountMinor })
        .from(payments)
        .where(and(inArray(payments.orderId, ids), eq(payments.provider, "bank"), isNotNull(payments.reference))),
      from
        .select({
          orderId: orderInstalments.orderId,
          minor:
            sql<number>`sum(case when ${orderInstalments.state} = 'due' then ${orderInstalments.amountMinor} else 0 end)`.mapWith(
              Number,
            ),
        })
        .from(orderInstalments)
        .where(inArray(orderInstalments.orderId, ids))
        .groupBy(orderInstalments.orderId, orderInstalments.number)
        .orderBy(asc(orderInstalments.orderId), asc(orderInstalments.number)),
      from
        .select({ orderId: invoices.orderId, code: invoices.code })
        .from(invoices)
        .where(inArray(invoices.orderId, ids)),
    ]);
    for (const { orderId, reference, amountMinor } of asked) {
      if (reference !== null)
        add(orderId, (before) => ({ ...before, asked: [...(before.asked ?? []), { reference, amountMinor }] }));
    }
    for (const { orderId, reference, amountMinor } of confirmed)
      add(orderId, (before) => ({ ...before, confirmed: [...(before.confirmed ?? []), { reference, amountMinor }] }));
    for (const { orderId, minor } of due)
      add(orderId, (before) => ({ ...before, duePartsMinor: [...(before.duePartsMinor ?? []), minor] }));
    for (const { orderId, code } of codes)
      add(orderId, (before) => ({ ...before, codes: [...(before.codes ?? []), code] }));
  }
  return parts;
}
