import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { couponCodes, coupons, couponUses, orders } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFixedFilter, createIdFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { readCouponCode } from "./read-coupon-code.ts";

export type CouponCodeRow = RowOf<typeof couponCodeList>;

const CODE_USAGES = ["unused", "used"] as const;

const codeFields = (read: Reader) => {
  const live = read
    .select({ code: orders.code })
    .from(couponUses)
    .innerJoin(orders, eq(orders.id, couponUses.orderId))
    .where(and(eq(couponUses.codeKey, couponCodes.key), sql`${couponUses.state} <> 'released'`))
    .limit(1);
  return {
    key: couponCodes.key,
    code: couponCodes.code,
    couponId: couponCodes.couponId,
    couponName: coupons.name,
    couponState: coupons.state,
    uses: couponCodes.uses,
    createdAt: couponCodes.createdAt,
    orderCode: sql<string | null>`(${live})`,
  };
};

/** Codes that each count for one order: which are there, and which somebody has used. */
export const couponCodeList = defineList({
  table: couponCodes,
  reach: (ctx) => {
    // A code is worth money: it is shown to whoever may give it away.
    authorize(ctx, "coupon.edit", {});
    return sql`${couponCodes.isSingleUse}`;
  },
  view: defineView({
    fields: ({ read }) => codeFields(read),
    from: (select) => select.from(couponCodes).innerJoin(coupons, eq(coupons.id, couponCodes.couponId)),
    show: (row) => row,
  }),
  key: "key",
  sorts: { code: { by: ["key"] } },
  filters: {
    couponId: createIdFilter("coupon", (id) => eq(couponCodes.couponId, id)),
    q: createTextFilter((text) => {
      const key = readCouponCode(text)?.key;
      return key === undefined ? sql`1 = 0` : eq(couponCodes.key, key);
    }),
    usage: createFixedFilter(z.enum(CODE_USAGES), (word) =>
      word === "used" ? gt(couponCodes.uses, 0) : eq(couponCodes.uses, 0),
    ),
  },
});
export const { page: listCouponCodes } = couponCodeList;
