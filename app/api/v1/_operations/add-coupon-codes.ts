import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { addCouponCodes } from "#domain/coupons/add-coupon-codes.ts";
import { COUPON_CODES_MAX } from "#domain/coupons/inputs.ts";

export default defineWrite({
  id: "addCouponCodes",
  method: "POST",
  path: "/coupons/{id}/codes",
  subject: "Prices",
  summary: "Make codes that count for one order each",
  detail: "For a coupon without a code for everybody. They cannot be guessed, and hold no 0, 1, I and O.",
  needs: "coupon.edit",
  body: z.strictObject({ count: z.int().min(1).max(COUPON_CODES_MAX), prefix: z.string().max(40).default("") }),
  status: 201,
  answer: z.strictObject({ codes: z.array(z.string()) }),
  refusals: ["wrong_state"],
  handle: (ctx, { id, body }) => addCouponCodes(ctx, { couponId: id, ...body }),
});
