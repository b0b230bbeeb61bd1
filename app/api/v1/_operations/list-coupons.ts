import { defineRead } from "#app/_http/json.ts";
import { couponPages, ListedCoupon } from "#domain/api/coupons.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";

export default defineRead({
  id: "listCoupons",
  method: "GET",
  path: "/coupons",
  subject: "Prices",
  summary: "List coupons",
  needs: "coupon.list",
  query: createListQuery(couponPages),
  status: 200,
  answer: createPageSchema(ListedCoupon),
  handle: (ctx, { query }) => couponPages.after(ctx, query),
});
