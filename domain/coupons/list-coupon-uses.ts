import { eq, inArray, sql } from "drizzle-orm";
import { COUPON_USE_STATES } from "#db/enums.ts";
import { couponCodes, coupons, couponUses, orderLines, orders, users } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import {
  createChoiceFilter,
  createFromFilter,
  createIdFilter,
  createTextFilter,
  createUntilFilter,
} from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

export type CouponUseRow = RowOf<typeof couponUseList>;

/** SQL: what the places of the order cost before anything was taken off. */
const listPrice = sql<number>`(select coalesce(sum(${orderLines.unitMinor} * ${orderLines.quantity}), 0) from ${orderLines} where ${orderLines.orderId} = ${orders.id})`;

const useFields = {
  id: couponUses.id,
  state: couponUses.state,
  discountMinor: couponUses.discountMinor,
  currency: couponUses.currency,
  createdAt: couponUses.createdAt,
  usedAt: couponUses.usedAt,
  releasedAt: couponUses.releasedAt,
  couponId: coupons.id,
  couponName: coupons.name,
  code: couponCodes.code,
  orderId: orders.id,
  orderCode: orders.code,
  orderState: orders.state,
  listMinor: listPrice.mapWith(Number),
  totalMinor: orders.totalMinor,
  buyerId: users.id,
  buyerName: users.name,
  buyerEmail: users.email,
};

/** The office's list of the orders that used coupons. */
export const couponUseList = defineList({
  table: couponUses,
  reach: (ctx) => {
    authorize(ctx, "coupon.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => useFields,
    from: (select) =>
      select
        .from(couponUses)
        .innerJoin(coupons, eq(coupons.id, couponUses.couponId))
        .innerJoin(couponCodes, eq(couponCodes.key, couponUses.codeKey))
        .innerJoin(orders, eq(orders.id, couponUses.orderId))
        .innerJoin(users, eq(users.id, orders.buyerId)),
    show: (row) => row,
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    couponId: createIdFilter("coupon", (id) => eq(couponUses.couponId, id)),
    q: createTextFilter(async (text, { read }) => {
      const people = await findPeople(read, text.trim());
      if (people.length === 0) return sql`1 = 0`;
      return inArray(
        couponUses.orderId,
        read.select({ id: orders.id }).from(orders).where(inArray(orders.buyerId, people)),
      );
    }),
    state: createChoiceFilter(couponUses.state, COUPON_USE_STATES),
    from: createFromFilter(couponUses.createdAt),
    until: createUntilFilter(couponUses.createdAt),
  },
  cursor: { sort: "created", ids: "couponUse" },
});
export const { page: listCouponUses } = couponUseList;
