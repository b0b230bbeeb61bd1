import { defineRead } from "#app/_http/json.ts";
import { couponUsePages, CouponUseShape, toCouponUseView } from "#domain/api/coupons.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listCouponUses",
  method: "GET",
  path: "/coupon-uses",
  subject: "Prices",
  summary: "List the orders that used coupons",
  detail: "Reserved by an order that waits, used by one that was paid, released by one that has ended.",
  needs: "coupon.list",
  query: createListQuery(couponUsePages),
  status: 200,
  answer: createPageSchema(CouponUseShape),
  handle: async (ctx, { query }) => {
    const { items, nextCursor } = await couponUsePages.after(ctx, query);
    return { items: items.map(toCouponUseView), nextCursor };
  },
});
