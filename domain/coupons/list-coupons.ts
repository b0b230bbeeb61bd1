import { and, count, eq, exists, or, sql } from "drizzle-orm";
import { COUPON_STATES } from "#db/enums.ts";
import { couponCodes, coupons } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFromFilter, createTextFilter, createUntilFilter } from "../kernel/lists/filters.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { authorize } from "../policy.ts";
import { readCouponCode } from "./read-coupon-code.ts";

export type CouponRow = RowOf<typeof couponList>;

const couponFields = (read: Reader) => {
  const own = eq(couponCodes.couponId, coupons.id);
  const single = and(own, couponCodes.isSingleUse);
  const shared = read
    .select({ code: couponCodes.code })
    .from(couponCodes)
    .where(and(own, sql`not ${couponCodes.isSingleUse}`));
  return {
    id: coupons.id,
    name: coupons.name,
    kind: coupons.kind,
    percentPpm: coupons.percentPpm,
    amountMinor: coupons.amountMinor,
    currency: coupons.currency,
    minimumMinor: coupons.minimumMinor,
    startsAt: coupons.startsAt,
    endsAt: coupons.endsAt,
    usesMax: coupons.usesMax,
    uses: coupons.uses,
    usesPerPersonMax: coupons.usesPerPersonMax,
    placesMax: coupons.placesMax,
    isCombinable: coupons.isCombinable,
    state: coupons.state,
    createdAt: coupons.createdAt,
    endedAt: coupons.endedAt,
    /** The one for everybody. */
    code: sql<string | null>`(${shared})`,
    /** How many there are for one order each. */
    codes: sql<number>`(${read.select({ n: count() }).from(couponCodes).where(single)})`.mapWith(Number),
  };
};

/** The office's list of coupons. */
export const couponList = defineList({
  table: coupons,
  reach: (ctx) => {
    authorize(ctx, "coupon.list", {});
    return undefined;
  },
  view: defineView({
    fields: ({ read }) => couponFields(read),
    from: (select) => select.from(coupons),
    /** One whose time is over has ended for whoever types it. */
    show: (coupon, { now }) => ({ ...coupon, isOver: coupon.endsAt !== null && coupon.endsAt <= now }),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter((text, { read }) => {
      const key = readCouponCode(text)?.key;
      const words = splitSearchWords(text).map(
        (word) => sql`lower(${coupons.name}) like ${escapeLike(word)} escape '\\'`,
      );
      const byCode =
        key === undefined
          ? undefined
          : exists(
              read
                .select({ key: couponCodes.key })
                .from(couponCodes)
                .where(and(eq(couponCodes.key, key), eq(couponCodes.couponId, coupons.id))),
            );
      return or(and(...words), byCode);
    }),
    state: createChoiceFilter(coupons.state, COUPON_STATES),
    from: createFromFilter(coupons.createdAt),
    until: createUntilFilter(coupons.createdAt),
  },
  cursor: { sort: "created", ids: "coupon" },
});
export const { page: listCoupons } = couponList;
