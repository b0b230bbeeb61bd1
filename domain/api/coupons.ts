import { z } from "zod";
import { COUPON_KINDS, COUPON_STATES, COUPON_USE_STATES } from "#db/enums.ts";
import { couponUseList } from "../coupons/list-coupon-uses.ts";
import { couponList } from "../coupons/list-coupons.ts";
import type { Coupon } from "../coupons/load-coupons.ts";
import { Amount, Id, Moment } from "./parts.ts";

/** What a coupon's code is typed into. */
export const CouponText = z
  .string()
  .max(400)
  .meta({ description: "The code of a coupon, in any case; several with commas between." });

export const CouponShape = z
  .strictObject({
    id: Id("cpn"),
    name: z.string().meta({ description: "For the office." }),
    kind: z.enum(COUPON_KINDS),
    percentPpm: z.int().nullable().meta({ description: "Millionths: 125000 is 12.5 %. Null for an amount." }),
    amountMinor: z.int().nullable().meta({ description: "Off the whole order. Null for a percentage." }),
    currency: z.string().nullable().meta({ description: "Of the amount and the minimum." }),
    minimumMinor: z.int().nullable().meta({ description: "What the places must cost together, before any discount." }),
    startsAt: Moment.nullable(),
    endsAt: Moment.nullable(),
    usesMax: z.int().nullable(),
    uses: z.int().meta({ description: "How many orders that wait or are paid use it." }),
    usesPerPersonMax: z.int().nullable(),
    placesMax: z.int().nullable().meta({ description: "For how many places of one order it counts; null for all." }),
    isCombinable: z.boolean(),
    state: z.enum(COUPON_STATES),
    createdAt: Moment,
    endedAt: Moment.nullable(),
  })
  .meta({ id: "Coupon" });
type CouponApiView = z.output<typeof CouponShape>;

/** The scopes are asked of one coupon alone: `toCouponView` leaves out what the shape does not have. */
export function toCouponView({ updatedAt: _, ...coupon }: Coupon): CouponApiView {
  return coupon;
}

/** With the code for everybody, where it has one, and how many it has for one order each. */
export const ListedCoupon = CouponShape.extend({
  code: z.string().nullable(),
  codes: z.int().meta({ description: "How many codes it has that count for one order each." }),
  isOver: z.boolean(),
}).meta({ id: "ListedCoupon" });

const { q, state } = couponList.filters;
/** Days are a form's. A program walks from the newest until it has seen enough. */
export const couponPages = { after: couponList.after, filters: { q, state } };

export const CouponUseShape = z
  .strictObject({
    id: Id("cpu"),
    couponId: Id("cpn"),
    code: z.string(),
    orderId: Id("ord"),
    buyerId: Id("usr"),
    state: z.enum(COUPON_USE_STATES),
    discount: Amount,
    createdAt: Moment,
    usedAt: Moment.nullable(),
    releasedAt: Moment.nullable(),
  })
  .meta({ id: "CouponUse" });

const { from: _from, until: _until, ...useFilters } = couponUseList.filters;
export const couponUsePages = { after: couponUseList.after, filters: useFilters };

type UseRow = Awaited<ReturnType<(typeof couponUseList)["after"]>>["items"][number];

export function toCouponUseView(row: UseRow): z.output<typeof CouponUseShape> {
  const { id, couponId, code, orderId, buyerId, state, discountMinor: minor, currency } = row;
  const { createdAt, usedAt, releasedAt } = row;
  return {
    ...{ id, couponId, code, orderId, buyerId, state },
    discount: { minor, currency },
    createdAt,
    usedAt,
    releasedAt,
  };
}
