import { inFile, row } from "./action-row.ts";
import { MONEY } from "./who.ts";

const couponForm = { name: "Autumn", kind: "percent", value: "12,5", currency: "CHF" };
const priceRuleForm = { name: "Siblings", kind: "several_places", effect: "percent", value: "10", currency: "CHF" };

/** The forms that lower prices. */
export const PRICES = {
  ...inFile("app/admin/coupons/actions.ts", {
    createCouponAction: row(MONEY, () => ({ ...couponForm, coupon: "AUTUMN-26" })),
    editCouponAction: row(MONEY, (t) => ({ ...couponForm, couponId: t.couponId })),
    endCouponAction: row(MONEY, (t) => ({ couponId: t.couponId })),
    addCouponCodesAction: row(MONEY, (t) => ({ couponId: t.codesCouponId, count: "2" })),
  }),
  ...inFile("app/admin/price-rules/actions.ts", {
    createPriceRuleAction: row(MONEY, () => priceRuleForm),
    editPriceRuleAction: row(MONEY, (t) => ({ ...priceRuleForm, priceRuleId: t.priceRuleId })),
    endPriceRuleAction: row(MONEY, (t) => ({ priceRuleId: t.priceRuleId })),
  }),
};
