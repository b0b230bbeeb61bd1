import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { orders, type PaymentPlan, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyForPlace } from "../applications/apply-for-place.ts";
import { approveApplication } from "../checkout/approve-application.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getQuote } from "../checkout/get-quote.ts";
import { createCoupon } from "../coupons/create-coupon.ts";
import { NewCouponFields } from "../coupons/inputs.ts";
import { setPaymentPlan } from "../courses/set-payment-plan.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { listCourseCards } from "../courses/list-course-cards.ts";
import { loadPricedCards } from "../pricing/load-priced-cards.ts";
import { getPricedCoursePage } from "../pricing/get-priced-course-page.ts";
import { loadEarlyPrices } from "../pricing/load-early-prices.ts";
import { setCohortRules } from "../rules/set-cohort-rules.ts";
import { createPriceRule } from "./create-price-rule.ts";
import { editPriceRule } from "./edit-price-rule.ts";
import { endPriceRule } from "./end-price-rule.ts";
import { getPriceRule } from "./get-price-rule.ts";
import { PriceRuleFields } from "./inputs.ts";
import { listPriceRules } from "./list-price-rules.ts";
import { toPriceRuleFields } from "./load-price-rule.ts";

let school: TestSchool;
type Person = Awaited<ReturnType<TestSchool["person"]>>;
type Cohort = Awaited<ReturnType<TestSchool["cohort"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const student = () => school.person("student");
const paid = () => school.cohort({ priceMinor: 48_000, currency: "CHF" });
const rule = ({ id: cohortId }: { id: string }, fields: object) => {
  const all = { name: "Rule", kind: "early_bird", effect: "percent", percentPpm: 100_000, cohortId, ...fields };
  return school.as(admin)((ctx) => createPriceRule(ctx, PriceRuleFields.parse(all)));
};
const early = (cohort: { id: string }, fields: object = {}) => rule(cohort, { endsOn: "2026-01-31", ...fields });
const totalOf = async ({ id: cohortId }: { id: string }, who: Person, coupon?: string) => {
  const { order } = await school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, coupon }));
  return order.totalMinor;
};
const buyOthers = async ({ id: cohortId }: { id: string }, who: Person, count: number) => {
  const places = Array.from({ length: count }, () => ({ name: "", email: null }));
  const { order } = await school.as(who)((ctx) => enrolOthers(ctx, { cohortId, buyerId: who.id, places }));
  return order.totalMinor;
};
const setAddress = (who: Person, email: string, verifiedAt: Date | null) =>
  school.database.write((tx) => tx.update(users).set({ email, verifiedAt }).where(eq(users.id, who.id)));
const quote = ({ id: cohortId, courseId }: Cohort, who: Person) =>
  getQuote(school.reading(who), {
    offer: {
      cohortId,
      courseId,
      price: { minor: 48_000, currency: "CHF" },
      planned: null,
      startsAt: null,
      timezone: "UTC",
    },
    ...{ count: 1, isForOthers: false, codes: "", buyer: undefined },
  });

describe("a price for whoever orders early", () => {
  test("counts until the end of its last day, and the page says the same as the order", async () => {
    const cohort = await paid();
    const at = new Date("2026-01-31T22:59:59Z");
    await early(cohort, { name: "Early bird" });
    const who = await student();
    expect(await quote(cohort, who)).toMatchObject({
      total: { minor: 43_200 },
      discounts: [{ label: "Early bird", until: new Date("2026-01-31T23:00:00Z") }],
    });
    const page = { courseId: cohort.courseId, cohorts: [{ id: cohort.id, price: { minor: 48_000, currency: "CHF" } }] };
    const shown = await loadEarlyPrices(school.reading(who), page);
    expect(shown.get(cohort.id)).toMatchObject({ name: "Early bird", price: { minor: 43_200 } });
    school.clock.forward(at.getTime() - school.clock().getTime());
    expect(await totalOf(cohort, who)).toBe(43_200);
    school.clock.forward(1_000);
    expect(await totalOf(cohort, await student())).toBe(48_000);
    expect((await loadEarlyPrices(school.reading(who), page)).size).toBe(0);
  });

  test("stands beside that of a group, where that is less", async () => {
    const cohort = await paid();
    await early(cohort, { endsOn: "2026-12-31" });
    const members = { name: "Members", kind: "group", addresses: ["example.org"] };
    const shown = async () =>
      (await getPricedCoursePage(school.reading({ type: "visitor" }), `course-${cohort.courseId}`))?.cohorts[0]?.group;
    await rule(cohort, { ...members, percentPpm: 50_000 });
    expect(await shown()).toBeNull();
    await rule(cohort, { ...members, percentPpm: 250_000 });
    expect(await shown()).toEqual({ minor: 36_000, currency: "CHF" });
  });

  test("is the price of the catalogue as well, and ends with enrolment where that closes before", async () => {
    const cohort = await paid();
    const other = await school.cohort({ priceMinor: 45_000, currency: "CHF" }, { id: cohort.courseId });
    await early(cohort, { name: "Early bird", percentPpm: 200_000, endsOn: "2026-12-31" });
    const reading = school.reading({ type: "visitor" });
    const [card] = await loadPricedCards(reading, await listCourseCards(reading, [cohort.courseId]));
    expect(card?.prices).toEqual([{ price: { minor: 38_400, currency: "CHF" }, isLeast: true }]);
    const closesAt = new Date("2026-06-30T22:00:00Z");
    const cohorts = [cohort, other].map(({ id }) => ({ id, price: { minor: 48_000, currency: "CHF" }, closesAt }));
    const shown = await loadEarlyPrices(reading, { courseId: cohort.courseId, cohorts });
    expect([...shown]).toEqual([[cohort.id, expect.objectContaining({ until: closesAt })]]);
  });

  test("is what the page splits into instalments, and the list price is again when it has ended", async () => {
    const cohort = await paid();
    const plan = (deposit: PaymentPlan["deposit"]) =>
      school.as(admin)((ctx) =>
        setPaymentPlan(ctx, { cohortId: cohort.id, plan: { deposit, furtherParts: 3, monthsBetween: 1 } }),
      );
    const shown = async () => {
      const page = await getPricedCoursePage(school.reading({ type: "visitor" }), `course-${cohort.courseId}`);
      return page?.cohorts.map(({ early: now, price, plan: parts }) => [
        (now?.price ?? price).minor,
        parts?.partsMinor,
      ]);
    };
    await plan({ percent: 30 });
    const { id: priceRuleId } = await early(cohort, { endsOn: "2026-12-31" });
    expect(await shown()).toEqual([[43_200, [12_960, 10_080, 10_080, 10_080]]]);
    // A plan that does not fit the price of today is not offered at checkout either.
    await plan({ minor: 45_000 });
    expect(await shown()).toEqual([[43_200, undefined]]);
    await school.as(admin)((ctx) => endPriceRule(ctx, { priceRuleId }));
    expect(await shown()).toEqual([[48_000, [45_000, 1_000, 1_000, 1_000]]]);
  });

  test("is that of the day on which somebody applied, however long the office takes to decide", async () => {
    const cohort = await paid();
    await school.as(admin)((ctx) =>
      setCohortRules(ctx, { cohortId: cohort.id, needsApproval: true, birthPrompts: { en: "Born" } }),
    );
    await early(cohort, { endsOn: "2026-02-28" });
    const who = await student();
    const place = { cohortId: cohort.id, studentId: who.id, answers: [] };
    const { id: applicationId } = await school.as(who)((ctx) => applyForPlace(ctx, place));
    school.clock.forward(60 * DAY_MS);
    const { order } = await school.as(admin)((ctx) => approveApplication(ctx, { applicationId }));
    expect(order.totalMinor).toBe(43_200);
  });

  test("counts for an order that the office drafts", async () => {
    const cohort = await paid();
    await early(cohort, { endsOn: "2026-12-31" });
    const who = await student();
    const draft = { cohortId: cohort.id, studentId: who.id, why: "by telephone" };
    expect((await school.as(admin)((ctx) => draftOrder(ctx, draft))).totalMinor).toBe(43_200);
  });
});

test("members of a group have theirs once their address is confirmed, without a code", async () => {
  const cohort = await paid();
  await rule(cohort, { kind: "group", addresses: ["*.Firm.example", "boss@else.example"] });
  const [member, unconfirmed, stranger] = [await student(), await student(), await student()];
  await setAddress(member, "ana@zh.firm.example", school.clock());
  await setAddress(unconfirmed, "ben@zh.firm.example", null);
  expect(await totalOf(cohort, member)).toBe(43_200);
  expect(await totalOf(cohort, unconfirmed)).toBe(48_000);
  expect(await totalOf(cohort, stranger)).toBe(48_000);
});

test("a second course is cheaper for who has paid for another one and has it still, within the days", async () => {
  const [first, second, free] = [await paid(), await paid(), await school.cohort()];
  await rule(second, { kind: "second_course", withinDays: 30 });
  const [new_, given, old] = [await student(), await student(), await student()];
  expect((await quote(second, new_)).total.minor).toBe(48_000);
  await totalOf(free, given);
  expect((await quote(second, given)).total.minor).toBe(48_000);
  const bought = await school.as(old)((ctx) =>
    enrolStudent(ctx, { cohortId: first.id, studentId: old.id, provider: "bank" }),
  );
  expect((await quote(second, old)).total.minor).toBe(48_000);
  await school.asSystem((ctx) => confirmTransfer(ctx, bought.payment?.id ?? ""));
  expect((await quote(second, old)).total.minor).toBe(43_200);
  expect(await buyOthers(second, old, 1)).toBe(48_000);
  school.clock.forward(31 * DAY_MS);
  expect((await quote(second, old)).total.minor).toBe(48_000);
});

test("several places in one order: from the second on, each by the best that is for it", async () => {
  const cohort = await paid();
  await rule(cohort, { kind: "several_places", percentPpm: 250_000 });
  await early(cohort, { endsOn: "2026-12-31" });
  expect(await buyOthers(cohort, await student(), 3)).toBe(43_200 + 2 * 36_000);
  expect(await totalOf(cohort, await student())).toBe(43_200);
});

test("a coupon goes with them where it is combinable, and instead of them where it is cheaper alone", async () => {
  const cohort = await paid();
  await early(cohort, {
    endsOn: "2026-12-31",
    effect: "price",
    percentPpm: null,
    amountMinor: 40_000,
    currency: "CHF",
  });
  const coupon = (code: string, fields: object) =>
    school.as(admin)((ctx) =>
      createCoupon(ctx, NewCouponFields.parse({ name: "x", code, kind: "percent", ...fields })),
    );
  await coupon("BOTH", { percentPpm: 100_000, isCombinable: true });
  await coupon("HALF", { percentPpm: 500_000 });
  await coupon("WEAK", { percentPpm: 100_000 });
  expect(await totalOf(cohort, await student(), "both")).toBe(36_000);
  expect(await totalOf(cohort, await student(), "half")).toBe(24_000);
  await expect(totalOf(cohort, await student(), "weak")).rejects.toMatchObject({
    detail: { fields: { coupon: { key: "refusals.coupon_not_better" } } },
  });
});

test("a rule in another currency, of another course or that has ended says nothing", async () => {
  const [cohort, other] = [await paid(), await paid()];
  const euro = { effect: "price", percentPpm: null, amountMinor: 100, currency: "EUR", endsOn: "2026-12-31" };
  await early(cohort, euro);
  await early(other, { endsOn: "2026-12-31" });
  const ended = await early(cohort, { endsOn: "2026-12-31" });
  const end = () => school.as(admin)((ctx) => endPriceRule(ctx, { priceRuleId: ended.id }));
  await end();
  await expect(end()).rejects.toMatchObject({ code: "wrong_state" });
  expect(await totalOf(cohort, await student())).toBe(48_000);
});

describe("the office", () => {
  test("cannot store what does not go together", async () => {
    const cohort = await paid();
    const refuses = (fields: object, field: string) =>
      expect(rule(cohort, fields)).rejects.toMatchObject({
        ...{ code: "invalid_input", detail: { fields: { [field]: expect.anything() } } },
      });
    await refuses({}, "endsOn");
    await refuses({ endsOn: "2025-01-01" }, "endsOn");
    await refuses({ kind: "group" }, "addresses");
    await refuses({ kind: "second_course", percentPpm: null }, "percentPpm");
    const price = { kind: "second_course", effect: "price", percentPpm: null, amountMinor: 100, currency: "CHF" };
    await refuses({ ...price, isAdded: true }, "isAdded");
    await refuses({ ...price, currency: "ZZZ" }, "currency");
    await refuses({ ...price, effect: "amount", amountMinor: 0 }, "amountMinor");
    await refuses({ ...price, cohortId: "coh_none" }, "cohortId");
    const parse = (fields: object) => PriceRuleFields.parse({ name: "x", kind: "group", effect: "percent", ...fields });
    for (const wrong of [
      { percentPpm: 3_000_000 },
      { endsOn: "1970-01-01" },
      { fromPlace: 1 },
      { name: "<b>".repeat(50) },
    ]) {
      expect(() => parse(wrong)).toThrow();
    }
  });

  test("edits one for the orders that come, and sees them alone", async () => {
    const cohort = await paid();
    const made = await early(cohort, { endsOn: "2026-12-31" });
    const who = await student();
    await totalOf(cohort, who);
    const fields = toPriceRuleFields(made, "Europe/Zurich");
    expect(fields.endsOn).toBe("2026-12-31");
    const edit = (more: object, seen?: string) =>
      school.as(admin)((ctx) => editPriceRule(ctx, { priceRuleId: made.id, seen, ...fields, ...more }));
    await edit({ percentPpm: 500_000 });
    await expect(edit({ percentPpm: 600_000 }, "another")).rejects.toMatchObject({ code: "wrong_state" });
    expect(await totalOf(cohort, await student())).toBe(24_000);
    const [kept] = await school.database.read.select().from(orders).where(eq(orders.buyerId, who.id));
    expect(kept?.totalMinor).toBe(43_200);
    const at = { sort: "created", direction: "desc", page: 1 } as const;
    const listed = await listPriceRules(school.reading(admin), { courseId: cohort.courseId }, at);
    expect(listed.items).toMatchObject([{ id: made.id, cohortId: cohort.id }]);
    expect(await getPriceRule(school.reading(admin), made.id)).toMatchObject({ percentPpm: 500_000 });
    expect(await getPriceRule(school.reading(who), made.id)).toBeUndefined();
    await expect(listPriceRules(school.reading(who), {}, at)).rejects.toMatchObject({ code: "forbidden" });
  });
});
