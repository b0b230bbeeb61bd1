import { defineWrite } from "#app/_http/json.ts";
import { CouponShape, toCouponView } from "#domain/api/coupons.ts";
import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { NewCouponFields } from "#domain/coupons/inputs.ts";

export default defineWrite({
  id: "createCoupon",
  method: "POST",
  path: "/coupons",
  subject: "Prices",
  summary: "Make a coupon",
  detail:
    "With `code` for everybody, or without one: then `addCouponCodes` makes codes that count for one order each. Shares are taken before amounts, and nothing costs less than nothing. One that is not combinable stands alone, and instead of price rules. Days are in the school's timezone, both included.",
  needs: "coupon.edit",
  body: NewCouponFields,
  status: 201,
  answer: CouponShape,
  refusals: ["coupon_code_taken"],
  handle: async (ctx, { body }) => toCouponView(await createCoupon(ctx, body)),
});
