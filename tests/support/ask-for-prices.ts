import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about coupons and price rules, one after the other as a school would. */
export async function askForPrices({ school, office, student, done }: Asking): Promise<void> {
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const fields = {
    name: "Spring",
    kind: "percent",
    percentPpm: 125_000,
    scopes: [{ kind: "cohort", target: cohort.id }],
  };
  const coupon = await done("createCoupon", "", office, { ...fields, code: "spring-26" });
  await done("editCoupon", coupon.id, office, { ...fields, percentPpm: 100_000, isCombinable: true });
  const rule = { name: "Early bird", kind: "early_bird", effect: "price", amountMinor: 40_000, currency: "CHF" };
  const early = await done("createPriceRule", "", office, { ...rule, cohortId: cohort.id, endsOn: "2199-01-01" });
  expect(early.courseId).toBe(cohort.courseId);
  await done("editPriceRule", early.id, office, { ...rule, cohortId: cohort.id, endsOn: "2198-01-01" });
  expect((await done("listPriceRules", "", office)).items).toHaveLength(1);
  const bought = await done("createEnrolment", "", student.token, { cohortId: cohort.id, coupon: "Spring 26" });
  expect(bought.order.total.minor).toBe(36_000);
  const [line] = (await done("readOrder", bought.order.id, student.token)).lines;
  expect(line.discounts).toMatchObject([{ label: "Early bird" }, { label: "SPRING-26", amount: { minor: 4_000 } }]);
  expect((await done("listCouponUses", "", office)).items).toMatchObject([{ state: "reserved", code: "SPRING-26" }]);
  expect((await done("listCoupons", "", office)).items).toMatchObject([{ code: "SPRING-26", uses: 1 }]);
  const places = [{ name: "Mia" }, { name: "Leo" }];
  const { order } = await done("enrolOthers", "", student.token, { cohortId: cohort.id, places });
  // The coupon counts for one place of an order.
  expect(
    order.total.minor - (await done("applyCoupon", order.id, student.token, { coupon: "spring 26" })).total.minor,
  ).toBe(4_000);
  const single = await done("createCoupon", "", office, { ...fields, scopes: [] });
  const { codes } = await done("addCouponCodes", single.id, office, { count: 3, prefix: "gift" });
  expect(new Set(codes).size).toBe(3);
  expect((await done("endCoupon", coupon.id, office)).state).toBe("ended");
  expect((await done("endPriceRule", early.id, office)).state).toBe("ended");
}
