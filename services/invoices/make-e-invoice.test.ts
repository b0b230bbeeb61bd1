import { expect, test } from "vitest";
import { makeInvoice } from "#tests/support/sample-e-invoices.ts";
import { makeEInvoice } from "./make-e-invoice.ts";

test("an invoice is made in the syntax that is asked for, and named by its number", () => {
  const ubl = makeEInvoice(makeInvoice(), "ubl");
  expect(ubl).toMatchObject({ file: { name: "R-2026-00042.ubl.xml" } });
  expect(JSON.stringify(ubl)).toContain("urn:oasis:names:specification:ubl:schema:xsd:Invoice-2");
  expect(JSON.stringify(makeEInvoice(makeInvoice(), "cii"))).toContain("rsm:CrossIndustryInvoice");
});

test("one that breaks a rule is not made, and says whose details mend it", () => {
  const { seller, buyer } = makeInvoice();
  const made = makeEInvoice(makeInvoice({ seller: { ...seller, phone: "" }, buyer: { ...buyer, town: "" } }), "ubl");
  expect(made).toEqual({
    faults: [
      { rule: "BR-DE-6", place: "seller", message: { key: "einvoice.seller_phone_missing" } },
      { rule: "BR-DE-8", place: "buyer", message: { key: "einvoice.buyer_town_missing" } },
    ],
  });
});
