import { defineWrite } from "#app/_http/json.ts";
import { CouponShape, toCouponView } from "#domain/api/coupons.ts";
import { Nothing } from "#domain/api/parts.ts";
import { endCoupon } from "#domain/coupons/end-coupon.ts";

export default defineWrite({
  id: "endCoupon",
  method: "POST",
  path: "/coupons/{id}/end",
  subject: "Prices",
  summary: "End a coupon",
  detail: "None of its codes can be used any more. Orders that were made keep their price.",
  needs: "coupon.edit",
  body: Nothing,
  status: 200,
  answer: CouponShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => toCouponView(await endCoupon(ctx, { couponId: id })),
});
