import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coupons, lineDiscounts, orderLines, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { ACME, openInvoicingSchool, type InvoicingSchool } from "#tests/support/invoicing-school.ts";
import { applyForPlace } from "../applications/apply-for-place.ts";
import { createCoupon } from "../coupons/create-coupon.ts";
import { NewCouponFields } from "../coupons/inputs.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { recordCheckout } from "../payments/record-checkout.ts";
import { startPayment } from "../payments/start-payment.ts";
import { createPriceRule } from "../price-rules/create-price-rule.ts";
import { PriceRuleFields } from "../price-rules/inputs.ts";
import { setCohortRules } from "../rules/set-cohort-rules.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addTaxRate } from "../tax/add-tax-rate.ts";
import { applyCoupon } from "./apply-coupon.ts";
import { approveApplication } from "./approve-application.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolOthers } from "./enrol-others.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCheckout } from "./get-checkout.ts";
import { renewAccess } from "./renew-access.ts";

const account = { accountHolder: "Lindenhof School", iban: "DE89 3704 0044 0532 0130 00" };
let school: InvoicingSchool;
type Person = Awaited<ReturnType<InvoicingSchool["person"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openInvoicingSchool({ bank: account });
  admin = await school.person("owner");
  const settings = { addressCountry: "DE", reverseChargeNote: "Reverse charge.", vatNumber: "DE136695976" };
  await school.as(admin)((ctx) => changeSettings(ctx, settings));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

let made = 0;
async function coupon(fields: object = {}) {
  const code = `LATE-${++made}`;
  const all = { name: "Late", code, kind: "percent", percentPpm: 100_000, placesMax: null, ...fields };
  return { code, ...(await school.as(admin)((ctx) => createCoupon(ctx, NewCouponFields.parse(all)))) };
}
const cohort = (facts: object = {}) => school.cohort({ priceMinor: 10_000, currency: "EUR", ...facts });
const enrol = (who: Person, cohortId: string, more: object = {}) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, ...more }));
const take = (who: Person, orderId: string, code: string) =>
  school.as(who)((ctx) => applyCoupon(ctx, { orderId, coupon: code }));
const orderOf = async (by: { id: string } | { code: string }) => {
  const [row] = await school.database.read
    .select()
    .from(orders)
    .where("id" in by ? eq(orders.id, by.id) : eq(orders.code, by.code));
  if (!row) throw new Error("no order");
  return row;
};
const refused = (key: string) => ({
  code: "coupon_refused",
  detail: { fields: { coupon: { key: `refusals.coupon_${key}` } } },
});

test("a renewal takes a coupon before it is paid, and is paid with what is left", async () => {
  const { id } = await cohort({
    priceMinor: 0,
    accessDays: 20,
    renewal: "instant",
    renewalDays: 30,
    renewalPriceMinor: 4_900,
  });
  const who = await school.person("student");
  const { enrolment } = await enrol(who, id);
  school.clock.set(addMs(school.clock(), 15 * DAY_MS));
  const { orderCode } = await school.as(who)((ctx) => renewAccess(ctx, { enrolmentId: enrolment.id }));
  const renewal = await orderOf({ code: orderCode ?? "" });
  const { id: couponId, code } = await coupon();
  expect(await take(who, renewal.id, code)).toMatchObject({ isPaid: false, order: { totalMinor: 4_410 } });
  const payment = await school.as(who)((ctx) => startPayment(ctx, { orderId: renewal.id, provider: "bank" }));
  expect(payment.amountMinor).toBe(4_410);
  expect(await school.asSystem((ctx) => confirmTransfer(ctx, payment.id))).toBe("paid");
  const [used] = await school.database.read.select().from(coupons).where(eq(coupons.id, couponId));
  expect(used?.uses).toBe(1);
});

test("who was approved takes one, and what takes all of it off gives the place at once", async () => {
  const { id: cohortId } = await cohort();
  await school.as(admin)((ctx) => setCohortRules(ctx, { cohortId, birthPrompts: { en: "Born" }, needsApproval: true }));
  const who = await school.person("student");
  const { id: applicationId } = await school.as(who)((ctx) => applyForPlace(ctx, { cohortId, studentId: who.id }));
  const { order, enrolment } = await school.as(admin)((ctx) => approveApplication(ctx, { applicationId }));
  expect(enrolment.state).toBe("pending");
  const { code } = await coupon({ percentPpm: 1_000_000 });
  expect(await take(who, order.id, code)).toMatchObject({ isPaid: true, order: { totalMinor: 0 } });
  expect(await orderOf(order)).toMatchObject({ state: "paid", totalMinor: 0 });
  expect(await school.listIssued(order)).toEqual([]);
});

test("what the price rules gave on the day of the order stays beside it, and one that stands alone replaces them where it takes more", async () => {
  const { id: cohortId, courseId } = await cohort();
  const rule = {
    kind: "early_bird",
    name: "Early",
    effect: "percent",
    percentPpm: 200_000,
    courseId,
    cohortId,
    endsOn: "2026-12-31",
  };
  await school.as(admin)((ctx) => createPriceRule(ctx, PriceRuleFields.parse(rule)));
  const beside = await coupon({ isCombinable: true });
  const [weak, strong] = [await coupon(), await coupon({ percentPpm: 300_000 })];
  const totals = [];
  for (const { code } of [beside, strong]) {
    const who = await school.person("student");
    const { order } = await enrol(who, cohortId);
    expect(order.totalMinor).toBe(8_000);
    await expect(take(who, order.id, weak.code)).rejects.toMatchObject(refused("not_better"));
    totals.push((await take(who, order.id, code)).order.totalMinor);
    const [line] = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    const why = await school.database.read
      .select()
      .from(lineDiscounts)
      .where(eq(lineDiscounts.orderLineId, line?.id ?? ""))
      .orderBy(asc(lineDiscounts.id));
    expect(why.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(line?.discountMinor);
  }
  expect(totals).toEqual([7_200, 7_000]);
});

test("places for others that a company abroad orders are split to the cent, without the tax", async () => {
  await school.as(admin)((ctx) =>
    addTaxRate(ctx, { kind: "", country: "", category: "standard", note: "", validFrom: "", ratePpm: 190_000 }),
  );
  const { id: cohortId } = await cohort({ priceMinor: 3_333 });
  const who = await school.person("student");
  const places = [1, 2, 3].map((n) => ({ name: `Person ${n}`, email: null }));
  const billing = { ...ACME, postCode: "1010", country: "AT", vatId: "ATU13585627" };
  const { order } = await school.as(who)((ctx) => enrolOthers(ctx, { cohortId, buyerId: who.id, places, billing }));
  const { code } = await coupon({ percentPpm: 33_000 });
  const { order: priced } = await take(who, order.id, code);
  const checkout = await getCheckout(school.reading(who), order.code);
  const lines = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
  expect(lines.reduce((sum, line) => sum + line.totalMinor, 0)).toBe(priced.totalMinor);
  expect((checkout?.list.minor ?? 0) - (checkout?.discounts[0]?.amountMinor ?? 0)).toBe(priced.totalMinor);
  expect(checkout?.taxes[0]?.taxCategory).toBe("reverse_charge");
});

test("a second one, one nobody has, and an order whose amount is fixed are refused beside the field, and nothing changes", async () => {
  const { id: cohortId } = await cohort();
  const who = await school.person("student");
  const { order } = await enrol(who, cohortId);
  const [first, second] = [await coupon({ isCombinable: true }), await coupon({ isCombinable: true })];
  await expect(take(who, order.id, "NOBODY-HAS-THIS")).rejects.toMatchObject(refused("unknown"));
  await expect(take(who, order.id, "  ")).rejects.toMatchObject(refused("needed"));
  const stranger = await school.person("student");
  await expect(take(stranger, order.id, first.code)).rejects.toMatchObject({ code: "not_found" });
  await take(who, order.id, first.code);
  await expect(take(who, order.id, second.code)).rejects.toMatchObject(refused("has_one"));
  expect((await orderOf(order)).totalMinor).toBe(9_000);

  const other = await school.person("student");
  const begun = await enrol(other, cohortId, { provider: "bank" });
  const { id: paymentId = "" } = begun.payment ?? {};
  await school.asSystem((ctx) => recordCheckout(ctx, { paymentId, reference: "RF18 5390", checkoutUrl: null }));
  await expect(take(other, begun.order.id, second.code)).rejects.toMatchObject(refused("too_late"));
  school.clock.set(addMs(begun.order.expiresAt ?? school.clock(), 1));
  await expect(take(who, order.id, second.code)).rejects.toMatchObject({ code: "order_expired" });
});
