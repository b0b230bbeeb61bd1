import { and, eq, inArray } from "drizzle-orm";
import { couponUses } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { readCouponCode, splitCouponCodes } from "./read-coupon-code.ts";

/**
 * Refuses (`coupon_refused`) codes that an order which is there already was made without: pressing twice with the same ones is fine, and a new
 * one needs a new order.
 */
export async function assertCouponsUsed(ctx: StepCtx, order: { id: string }, typed: string): Promise<void> {
  const used = await ctx.tx
    .select({ key: couponUses.codeKey })
    .from(couponUses)
    .where(and(eq(couponUses.orderId, order.id), inArray(couponUses.state, ["reserved", "used"])));
  const isUsed = (code: string) => used.some(({ key }) => key === readCouponCode(code)?.key);
  if (splitCouponCodes(typed).every(isUsed)) return;
  const words = message("refusals.coupon_order_is_there");
  throw new Refusal("coupon_refused", { words, fields: { coupon: words } });
}
