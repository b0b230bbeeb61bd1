import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { couponUses, orderLines, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { getCheckout } from "../checkout/get-checkout.ts";
import { createCoupon } from "../coupons/create-coupon.ts";
import { NewCouponFields } from "../coupons/inputs.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { getTaxNote } from "../mail/get-tax-note.ts";
import { getPriceFacts } from "../mail/get-price-facts.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { setBillingDetails } from "../invoices/set-billing-details.ts";
import { startPayment } from "../payments/start-payment.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addTaxRate } from "./add-tax-rate.ts";

const NOTE = "Reverse charge: the recipient accounts for the VAT.";
const AT = { company: "Lernwerk GmbH", name: "Ana", country: "AT", vatId: "ATU13585627" };
const AT_HOME = { ...AT, postCode: "10115", country: "DE", vatId: "DE136695976" };
const SOMEWHERE = { street: "Ring 1", number: "", postCode: "1010", town: "Wien", reference: "" };

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
  const owner = await school.person("owner");
  const rate = { category: "standard", note: "", validFrom: "" } as const;
  await school.as(owner)((ctx) => addTaxRate(ctx, { ...rate, kind: "", country: "", ratePpm: 190_000 }));
  await school.as(owner)((ctx) => addTaxRate(ctx, { ...rate, kind: "", country: "FR", ratePpm: 200_000 }));
  await school.as(owner)((ctx) => changeSettings(ctx, { addressCountry: "DE", reverseChargeNote: NOTE }));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

async function order(coupon?: string) {
  const { id: cohortId } = await school.cohort({ priceMinor: 3_333 });
  const buyer = await school.person("student");
  const places = [1, 2, 3].map((n) => ({ name: `Person ${n}`, email: null }));
  const made = await school.as(buyer)((ctx) => enrolOthers(ctx, { cohortId, buyerId: buyer.id, places, coupon }));
  const bill = (to: typeof AT) =>
    school.as(buyer)((ctx) => setBillingDetails(ctx, { orderId: made.order.id, ...SOMEWHERE, ...to }));
  return { buyer, orderId: made.order.id, code: made.order.code, bill };
}

async function look(orderId: string) {
  const { read } = school.database;
  const [row] = await read.select().from(orders).where(eq(orders.id, orderId));
  const lines = await read.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.id));
  const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + of(line), 0);
  expect(row?.totalMinor).toBe(sum((line) => line.totalMinor));
  return { total: row?.totalMinor, tax: sum((line) => line.taxMinor), lines };
}

test("a company abroad with a VAT id pays without the tax, and is told why", async () => {
  const { orderId, bill } = await order();
  expect(await look(orderId)).toMatchObject({ total: 9_999, tax: 1_596 });
  await bill(AT);
  const { total, tax, lines } = await look(orderId);
  expect([total, tax]).toEqual([8_403, 0]);
  expect(lines[0]).toMatchObject({
    taxCategory: "reverse_charge",
    taxRatePpm: 0,
    taxNote: NOTE,
    taxedUnitMinor: 3_333,
  });
});

test("a company that says it is at home after all pays to the cent what it would have paid", async () => {
  const { orderId, bill } = await order();
  const before = await look(orderId);
  await bill(AT);
  await bill(AT_HOME);
  expect(await look(orderId)).toEqual(before);
});

test("the school's line about tax, from before it had rates, is not said beside what an order says of its tax itself", async () => {
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { taxNote: "Includes 19 % VAT" }));
  const { buyer, orderId, code, bill } = await order();
  const noteOf = async () => (await getReceipt(school.reading(buyer), code))?.school.taxNote.text;
  expect([await noteOf(), await getTaxNote(school.database.read, orderId)]).toEqual(["", ""]);
  await bill(AT);
  expect([await noteOf(), await getTaxNote(school.database.read, orderId)]).toEqual([NOTE, NOTE]);
  await school.database.write((tx) =>
    tx.update(orderLines).set({ taxCategory: "outside", taxNote: "" }).where(eq(orderLines.orderId, orderId)),
  );
  expect([await noteOf(), await getTaxNote(school.database.read, orderId)]).toEqual(["Includes 19 % VAT", undefined]);
});

test("discounts are shown without the tax too, so that every page and mail adds up to what is asked for", async () => {
  const admin = await school.person("admin");
  const coupons = { A: { percentPpm: 100_000 }, B: { percentPpm: 33_000 } };
  for (const [code, more] of Object.entries(coupons)) {
    const fields = {
      name: "Spring",
      code: `SPRING-${code}`,
      kind: "percent",
      isCombinable: true,
      placesMax: null,
      ...more,
    };
    await school.as(admin)((ctx) => createCoupon(ctx, NewCouponFields.parse(fields)));
  }
  const { buyer, orderId, code, bill } = await order("SPRING-A, SPRING-B");
  const read = school.reading(buyer);
  const sum = (all: readonly { amountMinor: number }[]) => all.reduce((total, each) => total + each.amountMinor, 0);
  const expectAll = async (list: number, total: number) => {
    const checkout = await getCheckout(read, code);
    expect([checkout?.list.minor, checkout?.total.minor]).toEqual([list, total]);
    expect(list - sum(checkout?.discounts ?? [])).toBe(total);
    const receipt = await getReceipt(read, code);
    expect(receipt?.lines.reduce((all, line) => all + line.discountMinor, 0)).toBe(sum(receipt?.discounts ?? []));
    const mailed = await getPriceFacts(read.read, { orderId, total: { minor: total, currency: "CHF" } });
    expect(mailed?.list.minor).toBe(list);
    const uses = await read.read.select().from(couponUses).where(eq(couponUses.orderId, orderId));
    expect(uses.reduce((all, use) => all + use.discountMinor, 0)).toBe(list - total);
  };
  await expectAll(9_999, 8_702);
  await bill(AT);
  await expectAll(8_403, 7_313);
  await bill(AT_HOME);
  await expectAll(9_999, 8_702);
});

test.each([
  ["without a VAT id", { ...AT, vatId: "" }],
  ["that is a person", { ...AT, company: "" }],
  ["of the school's own country", AT_HOME],
  ["abroad with a VAT id of the school's country", { ...AT_HOME, postCode: "1010", country: "AT" }],
  ["outside the union", { ...AT, country: "US", vatId: "" }],
])("a buyer %s pays the tax", async (_, to) => {
  const { orderId, bill } = await order();
  await bill(to);
  expect(await look(orderId)).toMatchObject({ total: 9_999, tax: 1_596 });
});

test("a buyer in a country with a rate of its own bears that one, at the same price", async () => {
  const { orderId, bill } = await order();
  await bill({ ...AT, company: "", country: "FR", vatId: "" });
  expect(await look(orderId)).toMatchObject({ total: 9_999, tax: 1_667 });
});

test("what is paid keeps its tax, whoever it is billed to afterwards", async () => {
  const { buyer, orderId, bill } = await order();
  const payment = await school.as(buyer)((ctx) => startPayment(ctx, { orderId, provider: "bank" }));
  const finance = await school.person("finance");
  await school.as(finance)((ctx) => confirmTransfer(ctx, payment.id));
  await bill(AT);
  expect(await look(orderId)).toMatchObject({ total: 9_999, tax: 1_596 });
});

test("a payment begun before the VAT id was given is asked for anew, for less", async () => {
  const { buyer, orderId, bill } = await order();
  const start = () => school.as(buyer)((ctx) => startPayment(ctx, { orderId, provider: "bank" }));
  const first = await start();
  await bill(AT);
  const second = await start();
  expect([first.amountMinor, second.amountMinor]).toEqual([9_999, 8_403]);
  const finance = await school.person("finance");
  expect(await school.as(finance)((ctx) => confirmTransfer(ctx, second.id))).toBe("paid");
});
