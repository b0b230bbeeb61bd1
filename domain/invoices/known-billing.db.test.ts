import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { ACME, openInvoicingSchool, type InvoicingSchool } from "#tests/support/invoicing-school.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getCheckout } from "../checkout/get-checkout.ts";
import { getEnrolView } from "../checkout/get-enrol-view.ts";
import { getQuote } from "../checkout/get-quote.ts";
import { createCoupon } from "../coupons/create-coupon.ts";
import { NewCouponFields } from "../coupons/inputs.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addTaxRate } from "../tax/add-tax-rate.ts";
import { getBilling } from "./get-billing.ts";
import { getOwnBilling } from "./find-buyers-billing.ts";
import { setBillingDetails } from "./set-billing-details.ts";

const account = { accountHolder: "Lindenhof School", iban: "DE89 3704 0044 0532 0130 00" };
const ABROAD = {
  ...ACME,
  company: "Lernwerk GmbH",
  name: "",
  postCode: "1010",
  country: "AT",
  vatId: "at u13585627",
  reference: "PO-1",
};
const FOR_ME = { ...ACME, company: "", name: "Ana", vatId: "", reference: "" };

let school: InvoicingSchool;
type Person = Awaited<ReturnType<InvoicingSchool["person"]>>;
beforeAll(async () => {
  school = await openInvoicingSchool({ bank: account });
  const owner = await school.person("owner");
  const rate = { kind: "", country: "", category: "standard", note: "", validFrom: "", ratePpm: 190_000 } as const;
  await school.as(owner)((ctx) => addTaxRate(ctx, rate));
  const settings = { addressCountry: "DE", reverseChargeNote: "Reverse charge.", vatNumber: "DE136695976" };
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const cohort = (priceMinor = 11_900) => school.cohort({ priceMinor, currency: "EUR" });
async function enrol(who: Person, more: Partial<Parameters<typeof enrolStudent>[1]> = {}) {
  school.clock.forward(1_000);
  const { id: cohortId } = await cohort();
  return school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id, ...more }));
}
const totalOf = async (id: string) =>
  (await school.database.read.select().from(orders).where(eq(orders.id, id)))[0]?.totalMinor;

test("a company says who it is before it pays: it is asked for the price without the tax, and its invoice is its own", async () => {
  const who = await school.person("student");
  const { order, payment } = await enrol(who, { billing: ABROAD, provider: "bank", shownMinor: 11_900 });
  expect([order.totalMinor, await totalOf(order.id), payment?.amountMinor]).toEqual([10_000, 10_000, 10_000]);
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const [invoice] = await school.listIssued(order);
  expect(invoice?.content).toMatchObject({
    ...{ totalMinor: 10_000, buyerReference: "PO-1" },
    buyer: { name: "Lernwerk GmbH", contactName: expect.stringMatching(/^Person/), vatId: "ATU13585627" },
  });
});

test("a VAT id that nobody has is refused, and nothing is ordered", async () => {
  const who = await school.person("student");
  const wrong = { ...ABROAD, vatId: "ATU13585628" };
  await expect(enrol(who, { billing: wrong })).rejects.toMatchObject({ code: "invalid_input" });
  expect(await school.database.read.select().from(orders).where(eq(orders.buyerId, who.id))).toEqual([]);
});

test("the next orders are priced and billed by it, without its reference, and pages show them so before", async () => {
  const who = await school.person("student");
  await enrol(who, { billing: ABROAD });
  const { id: cohortId } = await cohort();
  const read = school.reading(who);
  const offer = await getEnrolView(read, cohortId);
  const buyer = await getOwnBilling(read);
  if (!offer) throw new Error("no offer");
  const asked = { offer, count: 1, isForOthers: false, codes: "", buyer };
  const quote = await getQuote(read, asked);
  expect([quote.list.minor, quote.total.minor, quote.taxes[0]?.taxCategory]).toEqual([
    10_000,
    10_000,
    "reverse_charge",
  ]);

  const next = await enrol(who, { shownMinor: quote.total.minor, provider: "bank" });
  expect([next.order.totalMinor, next.payment?.amountMinor]).toEqual([10_000, 10_000]);
  expect((await getCheckout(read, next.order.code))?.billing).toMatchObject({
    company: "Lernwerk GmbH",
    reference: "",
  });
  expect(await getBilling(read, next.order.code)).toMatchObject({ isGiven: false, details: { vatId: "ATU13585627" } });

  const places = [1, 2].map((n) => ({ name: `Person ${n}`, email: null }));
  const others = await school.as(who)((ctx) => enrolOthers(ctx, { cohortId, buyerId: who.id, places }));
  expect([others.order.totalMinor, await totalOf(others.order.id)]).toEqual([20_000, 20_000]);

  const office = await school.person("admin");
  const drafted = await cohort();
  const draft = await school.as(office)((ctx) =>
    draftOrder(ctx, { cohortId: drafted.id, studentId: who.id, why: "by telephone" }),
  );
  expect([draft.totalMinor, await totalOf(draft.id)]).toEqual([10_000, 10_000]);
});

test("who buys for themselves this time pays the tax, and is never sold more than a page showed that knew nothing of it", async () => {
  const who = await school.person("student");
  await enrol(who, { billing: ABROAD });
  // The page showed the price of the company; whoever says they buy for themselves sees theirs before they pay.
  const own = await enrol(who, { billing: FOR_ME, shownMinor: 10_000 });
  expect(own.order.totalMinor).toBe(11_900);
  const later = await enrol(who, { shownMinor: 11_900 });
  expect(later.order.totalMinor).toBe(11_900);
  await expect(enrol(who, { shownMinor: 10_000 })).rejects.toMatchObject({ code: "price_changed" });
});

test("a coupon is told what it took off without the tax", async () => {
  const admin = await school.person("admin");
  const fields = { name: "Spring", code: "SPRING-26", kind: "percent", percentPpm: 100_000 };
  await school.as(admin)((ctx) => createCoupon(ctx, NewCouponFields.parse(fields)));
  const who = await school.person("student");
  const { order } = await enrol(who, { billing: ABROAD, coupon: "spring 26" });
  const checkout = await getCheckout(school.reading(who), order.code);
  expect([checkout?.list.minor, checkout?.discounts[0]?.amountMinor, order.totalMinor]).toEqual([10_000, 1_000, 9_000]);
});

test("an invoice that went to whom the order before was billed is put right by its buyer, once", async () => {
  const who = await school.person("student");
  await enrol(who, { billing: ABROAD });
  const { order, payment } = await enrol(who, { provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  school.clock.forward(1_000);
  await school.as(who)((ctx) => setBillingDetails(ctx, { orderId: order.id, ...FOR_ME }));
  const issued = await school.listIssued(order);
  expect(issued.map(({ kind, buyerName }) => [kind, buyerName])).toEqual([
    ["invoice", "Lernwerk GmbH"],
    ["cancellation", "Lernwerk GmbH"],
    ["invoice", "Ana"],
  ]);
  await school.as(who)((ctx) => setBillingDetails(ctx, { orderId: order.id, ...FOR_ME, name: "Ana Maria" }));
  expect(await school.listIssued(order)).toHaveLength(3);
});
