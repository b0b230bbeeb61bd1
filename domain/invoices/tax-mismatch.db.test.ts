import { afterAll, beforeAll, expect, test } from "vitest";
import { ACME, openInvoicingSchool, type InvoicingSchool } from "#tests/support/invoicing-school.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { addTaxRate } from "../tax/add-tax-rate.ts";
import { removeTaxRate } from "../tax/remove-tax-rate.ts";
import { getBilling } from "./get-billing.ts";
import type { Billing } from "./inputs.ts";
import { setBillingDetails } from "./set-billing-details.ts";

const account = { accountHolder: "Lindenhof School", iban: "DE89 3704 0044 0532 0130 00" };
const HOME: Billing = { ...ACME, country: "DE" };
const ABROAD: Billing = { ...ACME, postCode: "1010", country: "AT", vatId: "ATU13585627" };
const FRENCH: Billing = { ...ACME, company: "", vatId: "", country: "FR" };

let school: InvoicingSchool;
let rateId: string;
let owner: Awaited<ReturnType<InvoicingSchool["person"]>>;
const rate = { kind: "", category: "standard", note: "", validFrom: "" } as const;
beforeAll(async () => {
  school = await openInvoicingSchool({ bank: account });
  owner = await school.person("owner");
  rateId = (await school.as(owner)((ctx) => addTaxRate(ctx, { ...rate, country: "", ratePpm: 190_000 }))).id;
  await school.as(owner)((ctx) => addTaxRate(ctx, { ...rate, country: "FR", ratePpm: 200_000 }));
  await school.as(owner)((ctx) => changeSettings(ctx, { addressCountry: "DE", reverseChargeNote: "Reverse charge." }));
});
afterAll(() => school.drop());

async function sold(billing: Billing) {
  const { id: cohortId } = await school.cohort({ priceMinor: 11_900, currency: "EUR" });
  const buyer = await school.person("student");
  const placed = await school.as(buyer)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: buyer.id, billing, provider: "bank" }),
  );
  const { id: orderId, code } = placed.order;
  const bill = (to: Billing) => school.as(buyer)((ctx) => setBillingDetails(ctx, { orderId, ...to }));
  const look = async () => {
    const mismatch = (await getBilling(school.reading(buyer), code))?.taxMismatch;
    return (
      mismatch && [
        mismatch.sold.taxCategory,
        mismatch.sold.taxRatePpm,
        mismatch.due.taxCategory,
        mismatch.due.taxRatePpm,
      ]
    );
  };
  const pay = () => school.asSystem((ctx) => confirmTransfer(ctx, placed.payment?.id ?? ""));
  return { bill, look, pay };
}

test("while an order waits its tax follows its buyer, and nothing is said", async () => {
  const order = await sold(HOME);
  await order.bill(ABROAD);
  expect(await order.look()).toBeUndefined();
});

test.each<[string, Billing, Billing, unknown]>([
  ["a company abroad instead of one at home", HOME, ABROAD, ["standard", 190_000, "reverse_charge", 0]],
  ["a company at home instead of one abroad", ABROAD, HOME, ["reverse_charge", 0, "standard", 190_000]],
  ["a buyer in a country with another rate", HOME, FRENCH, ["standard", 190_000, "standard", 200_000]],
  ["another company at home", HOME, { ...HOME, company: "Beta GmbH" }, undefined],
])("once it is paid it is said that the tax does not fit %s", async (_, before, after, expected) => {
  const order = await sold(before);
  await order.pay();
  expect(await order.look()).toBeUndefined();
  school.clock.forward(1_000);
  await order.bill(after);
  expect(await order.look()).toEqual(expected);
});

test("a rate of the school that has ended since says nothing of an order that was sold by it", async () => {
  const order = await sold(HOME);
  await order.pay();
  await school.as(owner)((ctx) => removeTaxRate(ctx, { taxRateId: rateId }));
  await school.as(owner)((ctx) => addTaxRate(ctx, { ...rate, country: "", ratePpm: 210_000 }));
  expect(await order.look()).toBeUndefined();
});
