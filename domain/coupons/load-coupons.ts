import { and, count, eq, inArray, sql } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { couponCodes, coupons, couponScopes, couponUses, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

export type Coupon = typeof coupons.$inferSelect;

/** A coupon by one of its codes, with what is asked before it is used. */
export type LoadedCoupon = Coupon & {
  code: string;
  codeKey: string;
  isSingleUse: boolean;
  codeUses: number;
  scopes: { kind: (typeof couponScopes.$inferSelect)["kind"]; target: string }[];
  /** How many orders of the buyer use the coupon, and whether one of them has this code; 0 where nobody knows who buys. */
  usesByBuyer: number;
  isCodeOfBuyer: boolean;
};

const LIVE = ["reserved", "used"] as const;

/** The coupons of codes (by their keys), in no order; what has no coupon is left out. One statement. */
export async function loadCoupons(read: Reader, keys: readonly string[], buyerId: string): Promise<LoadedCoupon[]> {
  if (keys.length === 0) return [];
  // From the buyer's side: a person has few orders, and a coupon may have many uses.
  const ofBuyer = read.select({ id: orders.id }).from(orders).where(eq(orders.buyerId, buyerId));
  const own = (more: ReturnType<typeof eq>) =>
    sql<number>`(${read
      .select({ uses: count() })
      .from(couponUses)
      .where(and(inArray(couponUses.orderId, ofBuyer), inArray(couponUses.state, [...LIVE]), more))})`.mapWith(Number);
  const rows = await read
    .select({
      coupon: coupons,
      code: couponCodes.code,
      codeKey: couponCodes.key,
      isSingleUse: couponCodes.isSingleUse,
      codeUses: couponCodes.uses,
      scopes: gatherRows(read, { kind: couponScopes.kind, target: couponScopes.target }, (select) =>
        select.from(couponScopes).where(eq(couponScopes.couponId, coupons.id)),
      ),
      usesByBuyer: own(eq(couponUses.couponId, coupons.id)),
      codeOfBuyer: own(eq(couponUses.codeKey, couponCodes.key)),
    })
    .from(couponCodes)
    .innerJoin(coupons, eq(coupons.id, couponCodes.couponId))
    .where(inArray(couponCodes.key, [...keys]));
  return rows.map(({ coupon, codeOfBuyer, ...found }) => ({ ...coupon, ...found, isCodeOfBuyer: codeOfBuyer > 0 }));
}

/** How many orders of a person use a coupon, those that wait to be paid among them. */
export async function countUsesOfBuyer(read: Reader, { couponId, buyerId }: { couponId: string; buyerId: string }) {
  const [row] = await read
    .select({ uses: count() })
    .from(couponUses)
    .innerJoin(orders, eq(orders.id, couponUses.orderId))
    .where(and(eq(orders.buyerId, buyerId), eq(couponUses.couponId, couponId), inArray(couponUses.state, [...LIVE])));
  return row?.uses ?? 0;
}
