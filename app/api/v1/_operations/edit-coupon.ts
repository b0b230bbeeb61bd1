import { defineWrite } from "#app/_http/json.ts";
import { CouponShape, toCouponView } from "#domain/api/coupons.ts";
import { editCoupon } from "#domain/coupons/edit-coupon.ts";
import { CouponFields } from "#domain/coupons/inputs.ts";

export default defineWrite({
  id: "editCoupon",
  method: "PATCH",
  path: "/coupons/{id}",
  subject: "Prices",
  summary: "Change a coupon",
  detail: "All of it is sent anew, but its codes. Orders that were made keep their price.",
  needs: "coupon.edit",
  body: CouponFields,
  status: 200,
  answer: CouponShape,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, body }) => toCouponView(await editCoupon(ctx, { couponId: id, ...body })),
});
