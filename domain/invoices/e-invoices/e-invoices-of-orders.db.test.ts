import { afterAll, beforeAll, expect, test } from "vitest";
import { ACME, type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { changeSettings } from "../../settings/change-settings.ts";
import { getSchoolSettings } from "../../settings/get-school-settings.ts";
import { correctInvoice } from "../correct-invoice.ts";
import { setBillingDetails } from "../set-billing-details.ts";
import { checkEInvoice } from "./check-e-invoice.ts";
import { listSellerFaults } from "./list-seller-faults.ts";

let school: InvoicingSchool;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(() => school.drop());

const TAXED = { taxRatePpm: 81_000, taxCategory: "standard" as const };
type Bought = Awaited<ReturnType<InvoicingSchool["ordered"]>>;

const bill = (bought: Bought, billing = ACME) =>
  school.as(bought.student)((ctx) => setBillingDetails(ctx, { orderId: bought.order.id, ...billing }));
const rulesOf = async (bought: Bought) =>
  (await school.listIssued(bought.order)).map(({ content }) =>
    checkEInvoice(content, "xrechnung").map(({ rule }) => rule),
  );

test("what was issued for a paid order, refunded in parts to nothing, are e-invoices one by one", async () => {
  const bought = await school.ordered(10_001, { ...TAXED, taxMinor: 749 });
  await bill(bought);
  await school.pay(bought);
  for (const part of [3_333, 1, 6_667]) await school.refund(bought, part);
  expect(await rulesOf(bought)).toEqual([[], [], [], []]);
});

test("an invoice that is corrected is cancelled and issued anew, each as an e-invoice", async () => {
  const bought = await school.ordered(48_000, { ...TAXED, taxMinor: 3_597 });
  await bill(bought);
  await school.pay(bought);
  const [first] = await school.listIssued(bought.order);
  const finance = await school.person("finance");
  await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: first?.id ?? "", ...ACME, company: "Acme AG" }));
  expect(await rulesOf(bought)).toEqual([[], [], []]);
});

test("a buyer whose address is not known is billed all the same, and what an e-invoice lacks is named", async () => {
  const bought = await school.ordered(48_000, { ...TAXED, taxMinor: 3_597 });
  await school.pay(bought);
  expect(await rulesOf(bought)).toEqual([["BR-11", "BR-DE-8", "BR-DE-9"]]);
});

test("what the school lacks for e-invoices is known before anything is issued", async () => {
  const settings = await getSchoolSettings(school.database.read);
  expect(listSellerFaults(settings)).toEqual([]);
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { contactPhone: "", supportEmail: null }));
  const lacking = await getSchoolSettings(school.database.read);
  expect(listSellerFaults(lacking).map(({ rule }) => rule)).toEqual(["BR-DE-6", "BR-DE-7"]);
  await school.as(owner)((ctx) => changeSettings(ctx, settings));
});
