import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { CouponText } from "#domain/api/coupons.ts";
import { loadOrderView } from "#domain/api/orders.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { applyCoupon } from "#domain/checkout/apply-coupon.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";

export default defineWrite({
  id: "applyCoupon",
  method: "POST",
  path: "/orders/{id}/coupon",
  subject: "Orders",
  summary: "Take a coupon off an order that waits to be paid",
  detail:
    "One time, before a payment, instalments, credit or an invoice has begun. What takes all of it off gives the place at once. A difference to another cohort takes none.",
  needs: "order.pay",
  body: z.strictObject({ coupon: CouponText }),
  status: 200,
  answer: Order,
  refusals: ["coupon_refused", "order_not_payable", "order_expired", "rate_limited", "wrong_state"],
  beside: (_as, { id }) => lockBuyer({ orderId: id }),
  guard: (as, { body }, run) => guardGuesses(as, body.coupon, run),
  handle: async (ctx, { id, body }) => {
    await applyCoupon(ctx, { orderId: id, coupon: body.coupon });
    return loadOrderView(ctx, id);
  },
});
