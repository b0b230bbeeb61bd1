import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { coupons, couponUses, lineDiscounts, orderLines, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { mergeStudents } from "../checkout/merge-students.ts";
import { refuseCheckout } from "../checkout/refuse-checkout.ts";
import { DAY_MS, MINUTE_MS } from "../kernel/clock.ts";
import { createWriteCtx } from "../kernel/create-write-ctx.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { lockBuyer } from "../orders/lock-buyer.ts";
import { addCouponCodes } from "./add-coupon-codes.ts";
import { createCoupon } from "./create-coupon.ts";
import { editCoupon } from "./edit-coupon.ts";
import { endCoupon } from "./end-coupon.ts";
import { getCoupon } from "./get-coupon.ts";
import { hasCoupons } from "./has-coupons.ts";
import { NewCouponFields } from "./inputs.ts";
import { couponCodeList } from "./list-coupon-codes.ts";
import { listCoupons } from "./list-coupons.ts";
import { listCouponUses } from "./list-coupon-uses.ts";
import { toCouponFields, loadCoupon } from "./load-coupon.ts";

let school: TestSchool;
type Person = Awaited<ReturnType<TestSchool["person"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

let made = 0;
const student = () => school.person("student");
async function coupon(fields: object = {}) {
  const code = `CODE-${++made}`;
  const all = { name: "Spring", code, kind: "percent", percentPpm: 100_000, ...fields };
  const created = await school.as(admin)((ctx) => createCoupon(ctx, NewCouponFields.parse(all)));
  return { ...created, code: all.code };
}
const paid = (facts: object = {}) => school.cohort({ priceMinor: 48_000, currency: "CHF", ...facts });
const enrol = (cohortId: string, who: Person, codes?: string, more: object = {}) =>
  school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, coupon: codes, ...more }));
const usesOf = async (id: string) =>
  (await school.database.read.select().from(coupons).where(eq(coupons.id, id)))[0]?.uses;
const statesOf = async (orderId: string) =>
  (await school.database.read.select().from(couponUses).where(eq(couponUses.orderId, orderId))).map(
    ({ state }) => state,
  );
const refused = (key: string) => ({ detail: { fields: { coupon: { key: `refusals.coupon_${key}` } } } });

describe("a coupon that is typed", () => {
  test("lowers the price of the order, whose line keeps list price, discount and why", async () => {
    const cohort = await paid();
    const { id, code } = await coupon();
    const { order } = await enrol(cohort.id, await student(), ` ${code.toLowerCase().replace("-", " ")} `);
    expect(order.totalMinor).toBe(43_200);
    const { read } = school.database;
    const [line] = await read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    expect(line).toMatchObject({ unitMinor: 48_000, discountMinor: 4_800, totalMinor: 43_200 });
    const why = await read
      .select()
      .from(lineDiscounts)
      .where(eq(lineDiscounts.orderLineId, line?.id ?? ""));
    expect(why).toMatchObject([{ source: "coupon", sourceId: id, label: code, amountMinor: 4_800 }]);
    expect([await usesOf(id), await statesOf(order.id)]).toEqual([1, ["reserved"]]);
  });

  test("that takes all off gives the place at once, as a free one", async () => {
    const cohort = await paid({ capacity: 1 });
    const { code } = await coupon({ kind: "amount", percentPpm: null, amountMinor: 90_000, currency: "CHF" });
    const { order, enrolment } = await enrol(cohort.id, await student(), code);
    expect([order.state, order.totalMinor, enrolment.state]).toEqual(["paid", 0, "active"]);
    expect(await statesOf(order.id)).toEqual(["used"]);
  });

  test("is refused with the rule that it does not meet, and nothing is ordered", async () => {
    const [cohort, who] = [await paid(), await student()];
    const later = await coupon({ startsOn: "2026-02-01" });
    await expect(enrol(cohort.id, who, later.code)).rejects.toMatchObject({ code: "coupon_refused" });
    await expect(enrol(cohort.id, who, later.code)).rejects.toMatchObject(refused("not_yet"));
    await expect(enrol(cohort.id, who, "NOBODY-HAS-THIS")).rejects.toMatchObject(refused("unknown"));
    await expect(enrol(cohort.id, who, "A".repeat(300))).rejects.toMatchObject(refused("unknown"));
    await expect(enrol(cohort.id, who, "<script>alert(1)</script>")).rejects.toMatchObject(refused("unknown"));
    const elsewhere = await coupon({ scopes: [{ kind: "cohort", target: (await paid()).id }] });
    await expect(enrol(cohort.id, who, elsewhere.code)).rejects.toMatchObject(refused("not_for_this"));
    const euro = await coupon({ kind: "amount", percentPpm: null, amountMinor: 500, currency: "EUR" });
    await expect(enrol(cohort.id, who, euro.code)).rejects.toMatchObject(refused("other_currency"));
    const large = await coupon({ minimumMinor: 50_000, currency: "CHF" });
    await expect(enrol(cohort.id, who, large.code)).rejects.toMatchObject(refused("minimum"));
    const ended = await coupon();
    await school.as(admin)((ctx) => endCoupon(ctx, { couponId: ended.id }));
    await expect(enrol(cohort.id, who, ended.code)).rejects.toMatchObject(refused("ended"));
    expect(await school.database.read.select().from(orders).where(eq(orders.buyerId, who.id))).toEqual([]);
  });

  test("counts until the end of its last day in the school's timezone", async () => {
    const { code } = await coupon({ endsOn: "2026-01-08" });
    // A moment before midnight in Zurich, and midnight.
    const last = new Date("2026-01-08T22:59:59Z").getTime() - school.clock().getTime();
    school.clock.forward(last);
    await enrol((await paid()).id, await student(), code);
    school.clock.forward(1_000);
    await expect(enrol((await paid()).id, await student(), code)).rejects.toMatchObject(refused("ended"));
  });

  test("is for subjects, courses and cohorts alike", async () => {
    const cohort = await school.cohort({ priceMinor: 500 }, { subject: "Languages" });
    const bySubject = await coupon({ scopes: [{ kind: "subject", target: "Languages" }] });
    const byCourse = await coupon({ scopes: [{ kind: "course", target: cohort.courseId }] });
    await enrol(cohort.id, await student(), bySubject.code);
    await enrol(cohort.id, await student(), byCourse.code);
    await expect(enrol((await paid()).id, await student(), bySubject.code)).rejects.toMatchObject(
      refused("not_for_this"),
    );
  });

  test("goes with others only where each says so, shares before amounts", async () => {
    const cohort = await paid();
    const share = await coupon({ isCombinable: true });
    const amount = { kind: "amount", percentPpm: null, amountMinor: 8_000, currency: "CHF" };
    const off = await coupon({ ...amount, isCombinable: true });
    const { order } = await enrol(cohort.id, await student(), `${off.code}, ${share.code}`);
    expect(order.totalMinor).toBe(48_000 - 4_800 - 8_000);
    const alone = await coupon(amount);
    const both = `${share.code},${alone.code}`;
    await expect(enrol(cohort.id, await student(), both)).rejects.toMatchObject(refused("not_combinable"));
    const twice = await enrol(cohort.id, await student(), `${share.code},${share.code.toLowerCase()}`);
    expect(twice.order.totalMinor).toBe(43_200);
  });

  test("of a free place is not used up", async () => {
    const { id, code } = await coupon({ usesMax: 1 });
    await enrol((await school.cohort()).id, await student(), code);
    expect(await usesOf(id)).toBe(0);
  });

  test("is not lost without a word where the order is there already", async () => {
    const [cohort, who, { id, code }] = [await paid(), await student(), await coupon({ usesPerPersonMax: 1 })];
    const first = await enrol(cohort.id, who, code);
    expect((await enrol(cohort.id, who, code)).order.id).toBe(first.order.id);
    expect(await usesOf(id)).toBe(1);
    const other = await coupon();
    await expect(enrol(cohort.id, who, other.code)).rejects.toMatchObject(refused("order_is_there"));
  });

  test("is never sold for more than the page has shown", async () => {
    const [cohort, who, { code }] = [await paid(), await student(), await coupon()];
    await expect(enrol(cohort.id, who, "", { shownMinor: 43_200 })).rejects.toMatchObject({ code: "price_changed" });
    await enrol(cohort.id, who, code, { shownMinor: 43_200 });
  });
});

describe("the uses of a coupon", () => {
  test("are given back when its order expires or is cancelled, and count again for the next", async () => {
    const { id, code } = await coupon({ usesMax: 1, usesPerPersonMax: 1 });
    const [cohort, who] = [await paid(), await student()];
    const expired = await enrol(cohort.id, who, code);
    await expect(enrol(cohort.id, await student(), code)).rejects.toMatchObject(refused("used_up"));
    school.clock.forward(20 * MINUTE_MS);
    await school.asSystem((ctx) => expireOrder(ctx, expired.order.id));
    expect([await usesOf(id), await statesOf(expired.order.id)]).toEqual([0, ["released"]]);
    const cancelled = await enrol(cohort.id, who, code);
    await school.as(who)((ctx) => cancelOrder(ctx, { orderId: cancelled.order.id, why: "no" }));
    expect(await usesOf(id)).toBe(0);
    expect(await usesOf(id)).toBe(0);
  });

  test("are given back when no provider will ever take the payment", async () => {
    const own = await openTestSchool({ paymentProviders: ["sandbox"] });
    const [boss, who] = [await own.person("owner"), await own.person("student")];
    const fields = { name: "x", code: "REFUSED", kind: "percent", percentPpm: 100_000, usesMax: 1 };
    await own.as(boss)((ctx) => createCoupon(ctx, NewCouponFields.parse(fields)));
    const { id: cohortId } = await own.cohort({ priceMinor: 48_000 });
    const choice = { cohortId, studentId: who.id, coupon: "refused", provider: "sandbox" } as const;
    const { payment } = await own.as(who)((ctx) => enrolStudent(ctx, choice));
    await own.asSystem((ctx) => refuseCheckout(ctx, { paymentId: payment?.id ?? "", why: "never" }));
    expect(await findViolations(own.database)).toEqual([]);
    expect((await own.as(who)((ctx) => enrolStudent(ctx, choice))).order.totalMinor).toBe(43_200);
    await own.drop();
  });

  test("are used once it is paid, and given back when the place is cancelled, for nothing was bought", async () => {
    const { id, code } = await coupon();
    const [cohort, who] = [await paid(), await student()];
    const { order, payment, enrolment } = await enrol(cohort.id, who, code, { provider: "bank" });
    await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
    expect([await usesOf(id), await statesOf(order.id)]).toEqual([1, ["used"]]);
    await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "ill" }));
    expect([await usesOf(id), await statesOf(order.id)]).toEqual([0, ["released"]]);
  });

  test("count again when money comes late, at the price that was promised", async () => {
    const { id, code } = await coupon({ usesMax: 1 });
    const [cohort, late, quick] = [await paid(), await student(), await student()];
    const { order, payment } = await enrol(cohort.id, late, code, { provider: "bank" });
    school.clock.forward(15 * DAY_MS);
    await school.asSystem((ctx) => expireOrder(ctx, order.id));
    await enrol(cohort.id, quick, code);
    await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
    expect([await usesOf(id), await statesOf(order.id)]).toEqual([2, ["used"]]);
    await expect(enrol(cohort.id, await student(), code)).rejects.toMatchObject(refused("used_up"));
  });

  test("are counted by person, whoever else has some left", async () => {
    const { code } = await coupon({ usesPerPersonMax: 1 });
    const who = await student();
    await enrol((await paid()).id, who, code);
    await expect(enrol((await paid()).id, who, code)).rejects.toMatchObject(refused("used_by_you"));
    await enrol((await paid()).id, await student(), code);
  });

  test("stay a person's when two of their accounts are made one, or the office orders for them", async () => {
    const { code } = await coupon({ usesPerPersonMax: 1 });
    const [old, into] = [await student(), await student()];
    await enrol((await paid()).id, old, code);
    await school.as(admin)((ctx) => mergeStudents(ctx, { fromId: old.id, intoId: into.id, why: "one person" }));
    const { id: cohortId } = await paid();
    const byOffice = () => school.as(admin)((ctx) => enrolStudent(ctx, { cohortId, studentId: into.id, coupon: code }));
    await expect(byOffice()).rejects.toMatchObject(refused("used_by_you"));
  });

  test("of an order for others are kept in its lines, which give back exactly what was paid", async () => {
    const [cohort, buyer] = [await school.cohort({ priceMinor: 10_001 }), await student()];
    const { code } = await coupon({ percentPpm: 333_333, placesMax: null });
    const places = Array.from({ length: 7 }, () => ({ name: "", email: null }));
    const { order } = await school.as(buyer)((ctx) =>
      enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places, coupon: code }),
    );
    const lines = await school.database.read.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    expect(lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(order.totalMinor);
    // Rounded once for all seven: never seven times half a unit beside it.
    expect(order.totalMinor).toBe(70_007 - Math.round(70_007 * 0.333333));
  });

  test("of an order for others count once, for as many places as the coupon says", async () => {
    const [cohort, buyer] = [await paid(), await student()];
    const places = Array.from({ length: 3 }, () => ({ name: "", email: null }));
    const order = (codes: string) =>
      school.as(buyer)((ctx) => enrolOthers(ctx, { cohortId: cohort.id, buyerId: buyer.id, places, coupon: codes }));
    const one = await coupon({ percentPpm: 1_000_000 });
    expect((await order(one.code)).order.totalMinor).toBe(2 * 48_000);
    const all = await coupon({ placesMax: null });
    expect((await order(all.code)).order.totalMinor).toBe(3 * 43_200);
    expect([await usesOf(one.id), await usesOf(all.id)]).toEqual([1, 1]);
  });
});

test("fifty people who want the last coupon at once: one has it, and nobody else an order", async () => {
  const cohort = await paid();
  const { id, code } = await coupon({ usesMax: 1 });
  const people = await Promise.all(Array.from({ length: 50 }, () => student()));
  const press = (who: Person) => {
    const { database, rules } = school;
    const choice = { cohortId: cohort.id, studentId: who.id, coupon: code };
    return database.write(
      (tx) => enrolStudent(createWriteCtx({ tx, now: school.clock(), actor: who, requestId: "race", rules }), choice),
      { beside: lockBuyer(choice) },
    );
  };
  const done = await Promise.allSettled(people.map(press));
  for (const each of done) {
    if (each.status === "rejected" && !isRefusal(each.reason)) throw each.reason;
  }
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await usesOf(id)).toBe(1);
  const { read } = school.database;
  expect(await read.select().from(orderLines).where(eq(orderLines.cohortId, cohort.id))).toHaveLength(1);
});

test("codes for one order each are made, listed with who used them, and count once", async () => {
  const { id } = await coupon({ code: null, percentPpm: 500_000 });
  await school.as(admin)((ctx) => addCouponCodes(ctx, { couponId: id, count: 1_200, prefix: "gift" }));
  const codes = [];
  const view = { sort: "code", direction: "asc" } as const;
  for await (const rows of couponCodeList.stream(school.reading(admin), { couponId: id }, view)) codes.push(...rows);
  expect(new Set(codes.map(({ key }) => key)).size).toBe(1_200);
  for (const { code } of codes) expect(code).toMatch(/^GIFT(-[A-HJ-NP-Z2-9]{4}){3}$/);
  const [first, cohort] = [codes[0]?.code ?? "", await paid()];
  const who = await student();
  const { order } = await enrol(cohort.id, who, first.replaceAll("-", ""));
  await expect(enrol(cohort.id, await student(), first)).rejects.toMatchObject(refused("used_up"));
  await expect(enrol((await paid()).id, who, first)).rejects.toMatchObject(refused("used_by_you"));
  const used = await couponCodeList.page(school.reading(admin), { couponId: id, usage: "used" }, { ...view, page: 1 });
  expect(used.items).toMatchObject([{ code: first, orderCode: order.code }]);
  await expect(school.as(admin)((ctx) => addCouponCodes(ctx, { couponId: id, count: 10_001 }))).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(
    school.as(admin)((ctx) => addCouponCodes(ctx, { couponId: id, count: 1, prefix: "<b>" })),
  ).rejects.toMatchObject({ detail: { fields: { prefix: expect.anything() } } });
});

describe("the office", () => {
  test("cannot store what does not go together", async () => {
    const refuses = (fields: object, field: string) =>
      expect(coupon(fields)).rejects.toMatchObject({
        code: "invalid_input",
        detail: { fields: { [field]: expect.anything() } },
      });
    await refuses({ percentPpm: null }, "percentPpm");
    await refuses({ kind: "amount", amountMinor: null, currency: "CHF" }, "amountMinor");
    await refuses({ kind: "amount", amountMinor: 500 }, "currency");
    await refuses({ kind: "amount", amountMinor: 500, currency: "XAU" }, "currency");
    await refuses({ minimumMinor: 500 }, "currency");
    await refuses({ endsOn: "2026-01-01" }, "endsOn");
    await refuses({ startsOn: "2026-05-02", endsOn: "2026-05-01" }, "endsOn");
    await refuses({ scopes: [{ kind: "course", target: "crs_none" }] }, "scopes");
    expect(() => NewCouponFields.parse({ name: "x", kind: "percent", percentPpm: 3_000_000 })).toThrow();
    expect(() => NewCouponFields.parse({ name: "x", kind: "percent", endsOn: "1970-01-01" })).toThrow();
    const { code } = await coupon();
    await expect(coupon({ code: code.replace("-", "").toLowerCase() })).rejects.toMatchObject({
      code: "coupon_code_taken",
    });
  });

  test("edits one for the orders that come, and not over somebody else's edit", async () => {
    const { id, code } = await coupon();
    const [cohort, who] = [await paid(), await student()];
    const { order } = await enrol(cohort.id, who, code);
    const fields = toCouponFields(await loadCoupon(school.database.read, id), "Europe/Zurich");
    const edit = (more: object, seen?: string) =>
      school.as(admin)((ctx) => editCoupon(ctx, { couponId: id, seen, ...fields, ...more }));
    await edit({ percentPpm: 200_000, scopes: [{ kind: "cohort", target: cohort.id }] });
    await expect(edit({ percentPpm: 300_000 }, "another")).rejects.toMatchObject({ code: "wrong_state" });
    const view = await getCoupon(school.reading(admin), id);
    expect(view).toMatchObject({
      percentPpm: 200_000,
      code,
      uses: 1,
      scopes: [{ kind: "cohort", label: expect.stringContaining(", ") }],
    });
    expect(view?.used).toMatchObject([{ state: "reserved", orders: 1, discountMinor: 4_800 }]);
    expect((await enrol(cohort.id, await student(), code)).order.totalMinor).toBe(38_400);
    const [kept] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect(kept?.totalMinor).toBe(43_200);
  });

  test("shows the office where its link leads: every cohort for which it is and into which one can enrol", async () => {
    const at = "2099-01-01T00:00:00Z";
    const inCourse = await paid({ startsAt: new Date(at) });
    const free = await school.cohort({ priceMinor: 0 });
    const offersOf = async (fields: object) => {
      const { id } = await coupon(fields);
      return (await getCoupon(school.reading(admin), id))?.offers.map((offer) => offer.id);
    };
    const scope = (kind: string, target: string) => ({ scopes: [{ kind, target }] });
    expect(await offersOf(scope("course", inCourse.courseId))).toEqual([inCourse.id]);
    expect(await offersOf(scope("cohort", inCourse.id))).toEqual([inCourse.id]);
    expect(await offersOf(scope("cohort", free.id))).toEqual([]);
    const shut = await paid({ closesAt: new Date("2020-01-01T00:00:00Z") });
    expect(await offersOf(scope("cohort", shut.id))).toEqual([]);
    const everywhere = await offersOf({});
    expect(everywhere?.length).toBeGreaterThan(1);
    expect(everywhere?.length).toBeLessThanOrEqual(20);
    const euros = { kind: "amount", percentPpm: null, amountMinor: 500, currency: "EUR" };
    expect(await offersOf({ ...euros, ...scope("cohort", inCourse.id) })).toEqual([]);
  });

  test("finds them by name and by code, and their uses by buyer; students see none", async () => {
    const { id, code } = await coupon({ name: "Summer fair" });
    const who = await student();
    await enrol((await paid()).id, who, code);
    const at = { sort: "created", direction: "desc", page: 1 } as const;
    const read = school.reading(admin);
    for (const q of ["summer", code.toLowerCase()])
      expect((await listCoupons(read, { q }, at)).items).toMatchObject([{ id }]);
    expect((await listCouponUses(read, { q: who.email }, at)).items).toMatchObject([{ code, buyerId: who.id }]);
    await expect(listCoupons(school.reading(who), {}, at)).rejects.toMatchObject({ code: "forbidden" });
    expect(await getCoupon(school.reading(who), id)).toBeUndefined();
  });

  test("has a code asked for only where some coupon could be used", async () => {
    const own = await openTestSchool();
    const boss = await own.person("owner");
    const [here, there] = [await own.cohort({ priceMinor: 500 }), await own.cohort({ priceMinor: 500 })];
    const asks = ({ id }: { id: string }) => hasCoupons(own.reading(boss), id);
    expect(await asks(here)).toBe(false);
    const fields = {
      name: "x",
      code: "HERE",
      kind: "percent",
      percentPpm: 1,
      scopes: [{ kind: "cohort", target: here.id }],
    };
    await own.as(boss)((ctx) => createCoupon(ctx, NewCouponFields.parse(fields)));
    expect([await asks(here), await asks(there)]).toEqual([true, false]);
    await own.drop();
  });
});
