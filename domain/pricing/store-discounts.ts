import { lineDiscounts } from "#db/schema/index.ts";
import { reserveCoupon } from "../coupons/reserve-coupon.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { FoundDiscounts } from "./find-discounts.ts";

type Sold = { order: { id: string; buyerId: string; currency: string; state: string }; lineIds: readonly string[] };

/**
 * Keeps with an order why its lines cost less, one line for each place in turn, and reserves its coupons. Refuses (`coupon_refused`) when somebody else has had the last
 * use of one since it was found: then nothing of the order is written.
 */
export async function storeDiscounts(ctx: StepCtx, found: FoundDiscounts, { order, lineIds }: Sold): Promise<void> {
  // In one order everywhere, so that two writes never wait for each other.
  for (const coupon of found.coupons.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const discountMinor = found.couponsMinor.get(coupon.id) ?? 0;
    await reserveCoupon(ctx, coupon, { order, discountMinor, isPaid: order.state === "paid" });
  }
  const rows = lineIds.flatMap((orderLineId, place) =>
    (found.places[place] ?? []).map((discount) => ({ id: createId("lineDiscount"), orderLineId, ...discount })),
  );
  if (rows.length > 0) await ctx.tx.insert(lineDiscounts).values(rows);
}
