import { and, desc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { CreditEntryKind } from "#db/enums.ts";
import { creditBalances, creditEntries, creditOffers, orders, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { authorize } from "../policy.ts";

const ENTRIES_MAX = 100;
const OFFERS_MAX = 20;

export type CreditEntry = {
  id: string;
  kind: CreditEntryKind;
  /** What was added, or below nothing what was taken. */
  amount: Money;
  orderCode: string | null;
  reason: string;
  at: Date;
};

export type CreditOffer = { id: string; orderCode: string; amount: Money; reason: string; at: Date };

export type CreditView = {
  /** One for each currency of which there is any. */
  balances: Money[];
  /** How much of each may be paid out: what was given in place of money. What came from the school is used for orders. */
  payable: Money[];
  /** What the school has asked whether it may be credit instead of money. */
  offers: CreditOffer[];
  /** The newest first. */
  entries: CreditEntry[];
};

/** How much somebody has in a currency, in minor units. */
export async function getCreditMinor(from: Reader | Tx, of: { userId: string; currency: string }): Promise<number> {
  const [row] = await from
    .select({ minor: creditBalances.balanceMinor })
    .from(creditBalances)
    .where(and(eq(creditBalances.userId, of.userId), eq(creditBalances.currency, of.currency)));
  return row?.minor ?? 0;
}

/** SQL, in a query of orders: how much credit the buyer of each has in its currency; null for none. */
export function selectBuyersCredit(read: Reader): SQL<number | null> {
  const own = read
    .select({ minor: creditBalances.balanceMinor })
    .from(creditBalances)
    .where(and(eq(creditBalances.userId, orders.buyerId), eq(creditBalances.currency, orders.currency)));
  return sql<number | null>`(${own})`.mapWith((minor: unknown) => (minor === null ? null : Number(minor)));
}

/** SQL, in a query of orders: whether the school waits to hear if its buyer takes credit in place of money. */
export function selectIsCreditOffered(read: Reader): SQL<boolean> {
  const open = read
    .select({ id: creditOffers.id })
    .from(creditOffers)
    .where(and(eq(creditOffers.orderId, orders.id), eq(creditOffers.state, "offered")));
  return sql<unknown>`exists ${open}`.mapWith(Boolean) as SQL<boolean>;
}

/** Somebody's credit, what it was made of and what they are asked, for themselves and the office. Undefined for nobody. */
export async function getCredit(ctx: ReadCtx, userId: string): Promise<CreditView | undefined> {
  authorize(ctx, "credit.read", { ownerId: userId });
  const [person] = await ctx.read.select({ id: users.id }).from(users).where(eq(users.id, userId));
  if (!person) return undefined;
  const balances = await ctx.read
    .select({ minor: creditBalances.balanceMinor, currency: creditBalances.currency })
    .from(creditBalances)
    .where(and(eq(creditBalances.userId, userId), gt(creditBalances.balanceMinor, 0)))
    .orderBy(creditBalances.currency);
  const offers = await ctx.read
    .select({ offer: creditOffers, orderCode: orders.code })
    .from(creditOffers)
    .innerJoin(orders, eq(orders.id, creditOffers.orderId))
    .where(and(eq(orders.buyerId, userId), eq(creditOffers.state, "offered")))
    .orderBy(desc(creditOffers.createdAt))
    .limit(OFFERS_MAX);
  const entries = await ctx.read
    .select({ entry: creditEntries, orderCode: orders.code })
    .from(creditEntries)
    .leftJoin(orders, eq(orders.id, creditEntries.orderId))
    .where(eq(creditEntries.userId, userId))
    .orderBy(desc(creditEntries.createdAt), desc(creditEntries.id))
    .limit(ENTRIES_MAX);
  const payable = await ctx.read
    .select({
      minor: sql<number>`sum(${creditEntries.amountMinor})`.mapWith(Number),
      currency: creditEntries.currency,
    })
    .from(creditEntries)
    .where(and(eq(creditEntries.userId, userId), inArray(creditEntries.kind, ["given", "paid_out"])))
    .groupBy(creditEntries.currency);
  const here = (currency: string) => balances.find((each) => each.currency === currency)?.minor ?? 0;
  return {
    payable: payable.flatMap(({ minor, currency }) => {
      const most = Math.min(minor, here(currency));
      return most > 0 ? [{ minor: most, currency }] : [];
    }),
    balances,
    offers: offers.map(({ offer: { id, amountMinor: minor, currency, reason, createdAt: at }, orderCode }) => ({
      ...{ id, orderCode, amount: { minor, currency }, reason, at },
    })),
    entries: entries.map(({ entry: { id, kind, amountMinor: minor, currency, reason, createdAt: at }, orderCode }) => ({
      ...{ id, kind, amount: { minor, currency }, orderCode, reason, at },
    })),
  };
}
