import { computeCredit } from "#domain/invoices/compute-credit.ts";
import { computeTaxes } from "#domain/invoices/compute-taxes.ts";
import type { InvoiceContent, InvoiceLine, InvoiceParty } from "#domain/invoices/invoice-content.ts";
import type { PaymentStatement } from "#domain/invoices/statement-content.ts";
import { getIncludedTax } from "#domain/tax/split-included-tax.ts";

const PARTY: InvoiceParty = {
  ...{ name: "", contactName: "", email: "", phone: "", street: "", number: "", postCode: "", town: "" },
  ...{ country: "", vatId: "", taxNumber: "", registerNumber: "" },
};
const SCHOOL: InvoiceParty = {
  ...PARTY,
  ...{
    name: "Lindenhof School",
    contactName: "Ada Office",
    email: "help@lindenhof.example",
    phone: "+41 61 123 45 67",
  },
  ...{ street: "Lindenhofstrasse", number: "12", postCode: "4052", town: "Basel", country: "CH" },
  ...{ vatId: "CHE-107.787.577 MWST", registerNumber: "CHE-107.787.577" },
};
const ACME: InvoiceParty = {
  ...PARTY,
  ...{ name: "Acme GmbH", contactName: "Ann Buyer", email: "ann@acme.example", street: "Hauptstrasse", number: "5" },
  ...{ postCode: "10115", town: "Berlin", country: "DE", vatId: "DE136695976" },
};
const person = (name: string): InvoiceParty => ({ ...PARTY, name, email: "buyer@example.org", country: "CH" });

type Sold = Partial<InvoiceLine> & { totalMinor: number; reason?: string };

function toLine({ totalMinor, reason: _, ...sold }: Sold): InvoiceLine {
  const { taxRatePpm = 81_000, taxCategory = taxRatePpm > 0 ? "standard" : "outside", discountMinor = 0 } = sold;
  const taxMinor = getIncludedTax(totalMinor, taxRatePpm);
  const netMinor = totalMinor - taxMinor;
  return {
    ...{ kind: "enrolment", name: "Bookbinding", details: ["Winter evenings"], quantity: 1, discountReason: "" },
    ...{ servedFrom: "2026-12-03", servedTo: "2027-02-25" },
    ...sold,
    ...{ grossOfDiscountMinor: netMinor + discountMinor, discountMinor, netMinor, taxRatePpm, taxCategory, taxMinor },
  };
}

function make(sold: readonly Sold[], more: Partial<InvoiceContent> = {}): InvoiceContent {
  const lines = sold.map(toLine);
  const taxes = computeTaxes(lines, (at) => sold[at]?.reason ?? "");
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const totalMinor = netMinor + taxMinor;
  const paidMinor = more.paidMinor ?? totalMinor;
  return {
    ...{ kind: "invoice", code: "R-2026-00042", issuedOn: "2026-11-29", dueOn: "", language: "en", currency: "CHF" },
    ...{ seller: SCHOOL, buyer: person("Mara Student"), buyerReference: "", orderCode: "7KMQ2XA", corrects: null },
    ...{ lines, taxes, netMinor, taxMinor, totalMinor },
    payment: { means: "card", holder: "", iban: "", bic: "", reference: "" },
    notes: [],
    ...more,
    ...{ paidMinor, dueMinor: totalMinor - paidMinor },
  };
}

const TRANSFER = {
  ...{ means: "transfer" as const, holder: "Lindenhof School", iban: "CH9300762011623852957", bic: "" },
  reference: "RF12ABC7KMQ2XA",
};
/** CHF 1,200.00: 30 % now, the rest in three months. */
const PARTS = [
  { number: 1, dueOn: "2026-11-29", amountMinor: 36_000, paidMinor: 36_000, paidOn: "2026-11-29" },
  { number: 2, dueOn: "2027-01-31", amountMinor: 28_000, paidMinor: 0, paidOn: "" },
  { number: 3, dueOn: "2027-02-28", amountMinor: 28_000, paidMinor: 0, paidOn: "" },
  { number: 4, dueOn: "2027-03-31", amountMinor: 28_000, paidMinor: 0, paidOn: "" },
];
/** The deposit and a late part with its fee were paid; the terms keep CHF 200.00, and the rest goes back. */
const LEFT_EARLY: PaymentStatement = {
  asked: [
    { kind: "part", number: 1, dueOn: "2026-11-29", amountMinor: 36_000, state: "paid", paidOn: "2026-11-29" },
    { kind: "part", number: 2, dueOn: "2027-01-31", amountMinor: 28_000, state: "paid", paidOn: "2027-02-05" },
    { kind: "fee", number: 2, dueOn: "2027-01-31", amountMinor: 500, state: "paid", paidOn: "2027-02-05" },
    { kind: "part", number: 3, dueOn: "2027-02-28", amountMinor: 28_000, state: "cancelled", paidOn: "" },
    { kind: "part", number: 4, dueOn: "2027-03-31", amountMinor: 28_000, state: "cancelled", paidOn: "" },
  ],
  entries: [
    { kind: "payment", on: "2026-11-29", means: "card", amountMinor: 36_000, state: "done" },
    { kind: "payment", on: "2027-02-05", means: "transfer", amountMinor: 28_500, state: "done" },
    { kind: "refund", on: "2027-02-07", means: "transfer", amountMinor: -28_000, state: "failed" },
    { kind: "refund", on: "2027-02-08", means: "card", amountMinor: -16_000, state: "done" },
    { kind: "refund", on: "2027-02-09", means: "transfer", amountMinor: -8_000, state: "under_way" },
    { kind: "credit_given", on: "2027-02-09", means: "credit", amountMinor: -8_000, state: "done" },
    { kind: "refund", on: "2027-02-10", means: "transfer", amountMinor: -12_000, state: "to_send" },
  ],
  ...{
    partCount: 4,
    receivedMinor: 64_500,
    returnedMinor: 24_000,
    underWayMinor: 8_000,
    owedMinor: 12_000,
    openMinor: 0,
  },
  invoiceCode: "R-2027-00031",
  ...{ cancellationFeeMinor: 20_000, reminderFeesMinor: 500, endedOn: "2027-02-06", ended: "withdrawn" },
};
const EURO = { ...TRANSFER, iban: "DE89370400440532013000" };
const correcting = { corrects: { code: "R-2026-00042", issuedOn: "2026-11-29" }, code: "G-2026-00007" };
const company = make(
  [{ totalMinor: 384_000, quantity: 8, kind: "claim", details: ["Winter evenings", ...listNames(8)] }],
  { buyer: ACME, buyerReference: "PO-2026-77", dueOn: "2026-12-29", paidMinor: 0, payment: TRANSFER },
);

function listNames(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `Participant ${at + 1} of Acme`);
}

/** The kinds of papers, each as it would be issued. */
export const SAMPLE_PAPERS: Record<string, InvoiceContent> = {
  "one rate": make([{ totalMinor: 48_000 }]),
  "two rates": make([
    { totalMinor: 48_000 },
    { totalMinor: 2_600, taxRatePpm: 26_000, name: "The course book", kind: "renewal", renewalDays: 90 },
  ]),
  "reverse charge": make([{ totalMinor: 44_000, taxRatePpm: 0, taxCategory: "reverse_charge" }], {
    buyer: ACME,
    currency: "EUR",
  }),
  exempt: make([
    {
      totalMinor: 48_000,
      taxRatePpm: 0,
      taxCategory: "exempt",
      reason: "Exempt from VAT: education (Art. 21 (2) 11 MWSTG).",
    },
  ]),
  "zero rate": make([{ totalMinor: 48_000, taxRatePpm: 0, taxCategory: "zero", reason: "Export." }]),
  "outside of tax": make([{ totalMinor: 48_000, taxRatePpm: 0 }], {
    notes: ["No VAT is charged: small association."],
    seller: { ...SCHOOL, vatId: "" },
  }),
  discount: make([{ totalMinor: 40_000, discountMinor: 7_401, discountReason: "EARLY-26" }]),
  "not yet paid": make([{ totalMinor: 48_000 }], { paidMinor: 0, dueOn: "2026-12-29", payment: TRANSFER }),
  "not yet paid in euro": make([{ totalMinor: 48_000, taxRatePpm: 190_000 }], {
    paidMinor: 0,
    dueOn: "2026-12-29",
    payment: EURO,
    currency: "EUR",
    language: "de",
  }),
  "part paid": make([{ totalMinor: 120_000 }], {
    ...{ paidMinor: 36_000, dueOn: "2027-01-31", payment: TRANSFER, parts: PARTS },
  }),
  "part late and begun": make([{ totalMinor: 120_000 }], {
    ...{ paidMinor: 46_000, issuedOn: "2027-03-05", dueOn: "2027-03-05", payment: TRANSFER, language: "de" },
    parts: PARTS.map((part) => (part.number === 2 ? { ...part, paidMinor: 10_000 } : part)),
  }),
  "part paid in euro": make([{ totalMinor: 120_000, taxRatePpm: 190_000 }], {
    ...{ paidMinor: 36_000, dueOn: "2027-01-31", payment: EURO, parts: PARTS, currency: "EUR", language: "de" },
    buyer: ACME,
  }),
  "parts that a card pays": make([{ totalMinor: 120_000 }], {
    ...{ paidMinor: 36_000, dueOn: "2027-01-31", parts: PARTS, keptCard: "4242" },
    buyer: { ...person("محمد عبد الله"), town: "دبي", country: "AE" },
  }),
  "all parts paid": make([{ totalMinor: 120_000 }], {
    ...{
      issuedOn: "2027-03-31",
      buyer: person("山田 太郎"),
      parts: PARTS.map((part) => ({ ...part, paidMinor: part.amountMinor, paidOn: part.dueOn })),
    },
  }),
  "proforma of a plan": make([{ totalMinor: 120_000 }], {
    ...{ kind: "proforma", code: "", paidMinor: 0, dueOn: "2026-12-29", payment: { ...TRANSFER, reference: "" } },
    parts: PARTS.map((part) => ({
      ...part,
      paidMinor: 0,
      paidOn: "",
      ...(part.number === 1 && { dueOn: "2026-12-29" }),
    })),
  }),
  "receipt of a deposit": make([{ totalMinor: 36_000, servedFrom: "", servedTo: "", part: 1 }], {
    ...{ kind: "payment_receipt", code: "", parts: PARTS, partCount: 4, partsOn: "2026-12-01" },
  }),
  "receipt of a part that became cheaper": make(
    [{ totalMinor: 22_000, servedFrom: "", servedTo: "", part: 4, movedTo: [{ who: "", cohort: "Summer evenings" }] }],
    {
      ...{ kind: "payment_receipt", code: "", partCount: 4, partsOn: "2027-03-31", issuedOn: "2027-03-31" },
      ...{ receivedMinor: 42_000, owedMinor: 15_000, aheadMinor: 5_000 },
      parts: PARTS.map((part) => ({ ...part, paidMinor: part.amountMinor, paidOn: part.dueOn })),
    },
  ),
  "receipt of a late part": make(
    [
      { totalMinor: 28_000, servedFrom: "", servedTo: "", part: 2 },
      { totalMinor: 500, servedFrom: "", servedTo: "", part: 2, kind: "reminder_fee", details: [], taxRatePpm: 0 },
    ],
    {
      ...{ kind: "payment_receipt", code: "", issuedOn: "2027-02-10", language: "de", returnedMinor: 1_200 },
      ...{ payment: { ...TRANSFER, iban: "", holder: "" }, partCount: 4, partsOn: "2027-02-12" },
      buyer: { ...person("株式会社山田製作所"), contactName: "山田 太郎", country: "JP" },
      parts: PARTS.map((part) =>
        part.number === 2 ? { ...part, paidMinor: part.amountMinor, paidOn: "2027-02-10" } : part,
      ),
    },
  ),
  "statement of a plan that was left": make([{ totalMinor: 120_000, movedTo: [{ who: "", cohort: "Summer" }] }], {
    ...{ kind: "statement", code: "", issuedOn: "2027-02-10", statement: LEFT_EARLY },
  }),
  "statement in German": make([{ totalMinor: 120_000 }], {
    ...{ kind: "statement", code: "", issuedOn: "2027-02-10", statement: LEFT_EARLY, language: "de" },
    buyer: person("محمد عبد الله"),
  }),
  "company with eight places": company,
  "cancellation invoice": {
    ...company,
    ...correcting,
    kind: "cancellation",
    dueOn: "",
    paidMinor: company.totalMinor,
    dueMinor: 0,
  },
  "credit note in part": { ...company, ...correcting, kind: "credit_note", ...credit(company, 100_000) },
  "credit note of one place": {
    ...{ ...company, ...correcting, kind: "credit_note" },
    ...credit(company, 48_000, [
      { at: 0, lineId: "line", amountMinor: 48_000, details: ["Winter evenings", "Participant 3 of Acme"] },
    ]),
  },
  proforma: { ...company, kind: "proforma", code: "", dueOn: "" },
  receipt: make([{ totalMinor: 48_000 }], { kind: "receipt", code: "" }),
  "receipt of which much went back": make([{ totalMinor: 60_000 }], {
    ...{
      kind: "receipt",
      code: "",
      receivedMinor: 71_200,
      returnedMinor: 40_000,
      underWayMinor: 3_000,
      takenMinor: 1_000,
    },
    owedMinor: 11_200,
  }),
  "receipt of a plan": make([{ totalMinor: 120_000 }], {
    ...{ kind: "receipt", code: "", paidMinor: 36_000, parts: PARTS, language: "de", receivedMinor: 36_000 },
  }),
  "order form": { ...company, kind: "order_form", code: "", dueOn: "" },
  "several pages": make(
    Array.from({ length: 40 }, (_, at) => ({ totalMinor: 1_000 + at, name: `Course ${at + 1}` })),
    { language: "de" },
  ),
  "Arabic name": make([{ totalMinor: 48_000, details: ["شتاء", "محمد عبد الله (الطالب 12)"] }], {
    buyer: { ...person("محمد عبد الله"), street: "شارع الملك 7", town: "دبي", country: "AE" },
  }),
  "Japanese name": make([{ totalMinor: 48_000, currency: "JPY", details: ["冬の夜", "山田 太郎"] } as never], {
    buyer: { ...person("株式会社山田製作所"), contactName: "山田 太郎", town: "東京都千代田区", country: "JP" },
    currency: "JPY",
  }),
  "name of 300 letters": make([{ totalMinor: 48_000 }], {
    buyer: { ...person("Donaudampfschifffahrt".repeat(15).slice(0, 300)), contactName: "a".repeat(300) },
    buyerReference: "X".repeat(200),
  }),
  "three decimals": make([{ totalMinor: 48_000_123 }], { currency: "KWD" }),
  "letters of every script": make([{ totalMinor: 100 }], {
    buyer: person("Ñandú Ærøskøbing Ελλάδα Україна ẠẢẤ 😀 한국 <b>&amp;"),
  }),
};

function credit(invoice: InvoiceContent, minor: number, places: Parameters<typeof computeCredit>[3] = []) {
  return { ...computeCredit(invoice, [], minor, places), dueOn: "", paidMinor: minor, dueMinor: 0 };
}
