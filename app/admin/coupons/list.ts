import { defineAddress } from "#app/admin/_list/list.ts";
import { couponCodeList } from "#domain/coupons/list-coupon-codes.ts";
import { couponUseList } from "#domain/coupons/list-coupon-uses.ts";
import { couponList } from "#domain/coupons/list-coupons.ts";

export const COUPON_LIST = defineAddress({
  path: "/admin/coupons",
  list: couponList,
  words: { q: "q", state: "state", from: "from", to: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});

export const COUPON_USE_LIST = defineAddress({
  path: "/admin/coupons/uses",
  list: couponUseList,
  words: { q: "q", coupon: "couponId", state: "state", from: "from", to: "until" },
  defaultSort: { sort: "created", direction: "desc" },
});

export const COUPON_CODE_LIST = defineAddress({
  path: "/admin/coupons/codes",
  list: couponCodeList,
  words: { q: "q", coupon: "couponId", usage: "usage" },
  defaultSort: { sort: "code", direction: "asc" },
});
