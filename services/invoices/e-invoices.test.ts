import { XMLParser } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkEInvoice } from "#domain/invoices/e-invoices/check-e-invoice.ts";
import { describeEInvoice } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import { translatorFor } from "#messages/translator.ts";
import { makeInvoice, SAMPLE_INVOICES } from "#tests/support/sample-e-invoices.ts";
import { buildCii } from "./build-cii.ts";
import { buildUbl } from "./build-ubl.ts";
import { writeContent } from "./write-content.ts";

const LISTS = new Set([
  "InvoiceLine",
  "CreditNoteLine",
  "TaxSubtotal",
  "IncludedSupplyChainTradeLineItem",
  "PartyTaxScheme",
]);
const parser = new XMLParser({
  ...{ ignoreAttributes: false, removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false },
  isArray: (name, path) => LISTS.has(name) || String(path).endsWith("HeaderTradeSettlement.ApplicableTradeTax"),
});

/** What stands at a path of a document: `TaxTotal.TaxAmount`. */
const at = (element: unknown, path: string): unknown =>
  path.split(".").reduce((found, name) => (found as Record<string, unknown> | undefined)?.[name], element);
const list = (element: unknown, path: string) => at(element, path) as unknown[];
const textAt = (element: unknown, path: string) => String(at(element, `${path}.#text`) ?? at(element, path));
/** Hundredths, by the digits as they stand: a float would hide what is off by one. */
const amountAt = (element: unknown, path: string): number => {
  const text = textAt(element, path);
  expect(text).toMatch(/^-?\d+\.\d\d$/);
  return Number(text.replace(".", ""));
};
const sum = (amounts: number[]) => amounts.reduce((total, each) => total + each, 0);

/** What both syntaxes say of the sums, in hundredths. */
type Sums = {
  lines: { net: number; quantity: number; price: number; base: number; discount: number }[];
  groups: { net: number; tax: number; percent: string }[];
} & Record<"net" | "exclusive" | "tax" | "total" | "paid" | "due", number>;

function readUbl(xml: string): Sums {
  const read: unknown = parser.parse(xml);
  const isInvoice = at(read, "Invoice") !== undefined;
  const root = at(read, isInvoice ? "Invoice" : "CreditNote");
  const totals = at(root, "LegalMonetaryTotal");
  return {
    lines: list(root, isInvoice ? "InvoiceLine" : "CreditNoteLine").map((line) => ({
      net: amountAt(line, "LineExtensionAmount"),
      quantity: Number(textAt(line, isInvoice ? "InvoicedQuantity" : "CreditedQuantity")),
      price: amountAt(line, "Price.PriceAmount"),
      base: Number(textAt(line, "Price.BaseQuantity")),
      discount: at(line, "AllowanceCharge") ? amountAt(line, "AllowanceCharge.Amount") : 0,
    })),
    groups: list(root, "TaxTotal.TaxSubtotal").map((group) => ({
      net: amountAt(group, "TaxableAmount"),
      tax: amountAt(group, "TaxAmount"),
      percent: textAt(group, "TaxCategory.Percent"),
    })),
    net: amountAt(totals, "LineExtensionAmount"),
    exclusive: amountAt(totals, "TaxExclusiveAmount"),
    tax: amountAt(root, "TaxTotal.TaxAmount"),
    total: amountAt(totals, "TaxInclusiveAmount"),
    paid: amountAt(totals, "PrepaidAmount"),
    due: amountAt(totals, "PayableAmount"),
  };
}

function readCii(xml: string): Sums {
  const trade = at(parser.parse(xml), "CrossIndustryInvoice.SupplyChainTradeTransaction");
  const settlement = at(trade, "ApplicableHeaderTradeSettlement");
  const totals = at(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation");
  return {
    lines: list(trade, "IncludedSupplyChainTradeLineItem").map((line) => {
      const settled = at(line, "SpecifiedLineTradeSettlement");
      const price = at(line, "SpecifiedLineTradeAgreement.NetPriceProductTradePrice");
      return {
        net: amountAt(settled, "SpecifiedTradeSettlementLineMonetarySummation.LineTotalAmount"),
        quantity: Number(textAt(line, "SpecifiedLineTradeDelivery.BilledQuantity")),
        price: amountAt(price, "ChargeAmount"),
        base: Number(textAt(price, "BasisQuantity")),
        discount: at(settled, "SpecifiedTradeAllowanceCharge")
          ? amountAt(settled, "SpecifiedTradeAllowanceCharge.ActualAmount")
          : 0,
      };
    }),
    groups: list(settlement, "ApplicableTradeTax").map((group) => ({
      net: amountAt(group, "BasisAmount"),
      tax: amountAt(group, "CalculatedAmount"),
      percent: textAt(group, "RateApplicablePercent"),
    })),
    net: amountAt(totals, "LineTotalAmount"),
    exclusive: amountAt(totals, "TaxBasisTotalAmount"),
    tax: amountAt(totals, "TaxTotalAmount"),
    total: amountAt(totals, "GrandTotalAmount"),
    paid: amountAt(totals, "TotalPrepaidAmount"),
    due: amountAt(totals, "DuePayableAmount"),
  };
}

function expectSumsToHold({ lines, groups, ...sums }: Sums): void {
  expect(sums.net).toBe(sum(lines.map(({ net }) => net)));
  expect(sums.exclusive).toBe(sums.net);
  expect(sums.net).toBe(sum(groups.map(({ net }) => net)));
  expect(sums.tax).toBe(sum(groups.map(({ tax }) => tax)));
  expect(sums.total).toBe(sums.exclusive + sums.tax);
  expect(sums.due).toBe(sums.total - sums.paid);
  for (const { net, quantity, price, base, discount } of lines) {
    expect(price).toBeGreaterThanOrEqual(0);
    expect(base).toBeGreaterThan(0);
    expect(net * base).toBe(quantity * price - discount * base);
  }
}

test.each(["standard", "two-rates-and-a-discount", "reverse-charge", "swiss-outside", "cancellation", "instalments"])(
  "an e-invoice is the same to the letter: %s",
  async (name) => {
    const content = SAMPLE_INVOICES[name] as (typeof SAMPLE_INVOICES)[string];
    const invoice = describeEInvoice(writeContent(content, translatorFor(content.language)));
    await expect(buildUbl(invoice)).toMatchFileSnapshot(`golden/${name}.ubl.xml`);
    await expect(buildCii(invoice, "xrechnung")).toMatchFileSnapshot(`golden/${name}.cii.xml`);
  },
);

test("parts are terms of payment in words, the day is that of the next, and nothing of it is missing or said twice", () => {
  const sample = SAMPLE_INVOICES.instalments as (typeof SAMPLE_INVOICES)[string];
  for (const language of ["en", "de"]) {
    const content = writeContent({ ...sample, language, dueOn: "2026-12-31", notes: [] }, translatorFor(language));
    expect(checkEInvoice(content, "xrechnung")).toEqual([]);
    const invoice = describeEInvoice(content);
    expect(invoice.terms.split("\n")).toHaveLength(4);
    const root = at(parser.parse(buildUbl(invoice)), "Invoice");
    expect([at(root, "DueDate"), at(root, "PaymentTerms.Note")]).toEqual(["2026-12-31", invoice.terms]);
    expect(amountAt(root, "LegalMonetaryTotal.PayableAmount")).toBe(39_984);
    const settlement = at(
      parser.parse(buildCii(invoice, "xrechnung")),
      "CrossIndustryInvoice.SupplyChainTradeTransaction.ApplicableHeaderTradeSettlement.SpecifiedTradePaymentTerms",
    );
    expect(at(settlement, "Description")).toBe(invoice.terms);
    expect(textAt(settlement, "DueDateDateTime.DateTimeString")).toBe("20261231");
    // A sharp opens a code in the terms of XRechnung (BR-DE-18).
    expect(invoice.terms).not.toContain("#");
    // Without a day the words alone say when it is to be paid (BR-CO-25).
    expect(checkEInvoice({ ...content, dueOn: "" }, "xrechnung")).toEqual([]);
  }
});

const Line = fc
  .record({
    quantity: fc.integer({ min: 1, max: 300 }),
    gross: fc.integer({ min: 0, max: 9_000_000 }),
    off: fc.integer({ min: 0, max: 100 }),
    taxed: fc.constantFrom(
      ...([
        ["standard", 190_000],
        ["standard", 81_000],
        ["standard", 77_000],
        ["zero", 0],
        ["exempt", 0],
      ] as const),
    ),
    name: fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
  })
  .map(({ quantity, gross, off, taxed: [taxCategory, taxRatePpm], name }) => ({
    ...{ quantity, taxCategory, taxRatePpm },
    name: `A${name}`,
    details: [name],
    discountReason: name,
    discountMinor: Math.floor((gross * off) / 100),
    netMinor: gross - Math.floor((gross * off) / 100),
  }));

const Content = fc
  .record({
    lines: fc.array(Line, { minLength: 1, maxLength: 12 }),
    currency: fc.constantFrom("EUR", "CHF", "JPY"),
    kind: fc.constantFrom("invoice" as const, "credit_note" as const),
    sign: fc.constantFrom(1, -1),
    town: fc.string({ unit: "binary", maxLength: 40 }),
  })
  .map(({ lines, kind, sign, town, currency }) => {
    const turned = kind === "invoice" ? 1 : sign;
    const content = makeInvoice({
      ...{ kind, currency, exemptionReason: "Exempt by law" },
      lines: lines.map((line) => ({
        ...line,
        netMinor: turned * line.netMinor,
        discountMinor: turned * line.discountMinor,
      })),
    });
    return { ...content, buyer: { ...content.buyer, town: `B${town}` } };
  });

test("whatever is bought, both syntaxes can be read, say the same and add up to the hundredth", () => {
  fc.assert(
    fc.property(Content, (content) => {
      expect(checkEInvoice(content, "xrechnung")).toEqual([]);
      const invoice = describeEInvoice(content);
      const ubl = readUbl(buildUbl(invoice));
      expectSumsToHold(ubl);
      expect(readCii(buildCii(invoice, "factur-x"))).toEqual(ubl);
    }),
    { numRuns: 150 },
  );
});

test("no element is empty, but for the one that the schema of CII wants", () => {
  for (const content of Object.values(SAMPLE_INVOICES)) {
    const invoice = describeEInvoice(content);
    expect(buildUbl(invoice)).not.toMatch(/<[^/>]+>\s*<\/|\/>/);
    const empty = buildCii(invoice, "xrechnung").match(/<([^/>]+)>\s*<\/|\/>/g);
    expect(empty).toEqual(["<ram:ApplicableHeaderTradeDelivery></"]);
  }
});

test("names come back as they were typed, without what XML cannot hold", () => {
  const invoice = describeEInvoice(SAMPLE_INVOICES["names-of-the-world"] as (typeof SAMPLE_INVOICES)[string]);
  const read: unknown = parser.parse(buildUbl(invoice));
  const item = at(list(read, "Invoice.InvoiceLine")[0], "Item");
  expect(at(item, "Name")).toBe("日本語 🇯🇵 & <b>Deutsch</b>");
  expect(at(item, "Description")).toBe("أحمد بن علي\n＃abc＃");
  expect(at(read, "Invoice.AccountingCustomerParty.Party.PartyLegalEntity.RegistrationName")).toBe(
    `${"Verein für Erwachsenenbildung ".repeat(10)}🎓`,
  );
});

test("outside the scope of tax no line says a rate, and nobody's VAT id is named", () => {
  const lines = [{ netMinor: 100, taxCategory: "outside", taxRatePpm: 0 } as const];
  const invoice = at(parser.parse(buildUbl(describeEInvoice(makeInvoice({ lines })))), "Invoice");
  expect(at(list(invoice, "InvoiceLine")[0], "Item.ClassifiedTaxCategory.Percent")).toBeUndefined();
  expect(at(invoice, "AccountingSupplierParty.Party.PartyTaxScheme")).toBeUndefined();
  expect(at(invoice, "AccountingCustomerParty.Party.PartyTaxScheme")).toBeUndefined();
  expect(at(list(invoice, "TaxTotal.TaxSubtotal")[0], "TaxCategory")).toMatchObject({ ID: "O", Percent: "0" });
});

test("a credit note says its terms in UBL, where the rule about them sees no day", () => {
  const corrects = { code: "R-2026-00042", issuedOn: "2026-11-29" };
  const credit = makeInvoice({ kind: "credit_note", dueOn: "", notes: [], corrects });
  const read: unknown = parser.parse(buildUbl(describeEInvoice(credit)));
  expect(textAt(read, "CreditNote.PaymentTerms.Note")).toBe("2026-11-29");
  expect(textAt(read, "CreditNote.PaymentMeans.PaymentDueDate")).toBe("2026-11-29");
  expect(textAt(read, "CreditNote.BillingReference.InvoiceDocumentReference.ID")).toBe("R-2026-00042");
});

test("an invoice says when it was served: by the days of its lines, or by its own where none has any", () => {
  const lines = [{ netMinor: 100, servedFrom: "", servedTo: "" }];
  const undated = describeEInvoice(makeInvoice({ lines }));
  expect(textAt(parser.parse(buildUbl(undated)), "Invoice.Delivery.ActualDeliveryDate")).toBe("2026-11-29");
  expect(buildCii(undated, "xrechnung")).toContain("<ram:OccurrenceDateTime>");
  expect(buildUbl(undated)).not.toContain("InvoicePeriod");
  const dated = buildUbl(describeEInvoice(makeInvoice()));
  expect(dated).not.toContain("ActualDeliveryDate");
  expect(textAt(parser.parse(dated), "Invoice.InvoicePeriod.EndDate")).toBe("2027-02-23");
});
