import type { InvoiceContent, InvoiceLine, InvoiceParty, InvoiceTax } from "#domain/invoices/invoice-content.ts";

const SELLER: InvoiceParty = {
  name: "Volkshochschule Musterstadt e. V.",
  contactName: "Rechnungsstelle",
  email: "rechnung@vhs.example",
  phone: "+49 89 123456",
  street: "Marktplatz",
  number: "1",
  postCode: "80331",
  town: "München",
  country: "DE",
  vatId: "DE136695976",
  taxNumber: "143/123/45678",
  registerNumber: "VR 12345",
};

const BUYER: InvoiceParty = {
  name: "Beispiel GmbH",
  contactName: "Erika Muster",
  email: "einkauf@beispiel.example",
  phone: "",
  street: "Hauptstraße",
  number: "12a",
  postCode: "10115",
  town: "Berlin",
  country: "DE",
  vatId: "DE129273398",
  taxNumber: "",
  registerNumber: "",
};

type LineGiven = Partial<InvoiceLine> & Pick<InvoiceLine, "netMinor">;

function makeLine({ netMinor, ...given }: LineGiven): InvoiceLine {
  const discountMinor = given.discountMinor ?? 0;
  return {
    name: "Italienisch A1",
    details: ["Dienstag, 18.30–20.00 Uhr"],
    quantity: 1,
    grossOfDiscountMinor: netMinor + discountMinor,
    discountMinor,
    discountReason: "",
    netMinor,
    taxRatePpm: 190_000,
    taxCategory: "standard",
    taxMinor: 0,
    servedFrom: "2026-12-01",
    servedTo: "2027-02-23",
    ...given,
  };
}

const add = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** The tax of each rate, from its lines, as a school that rounds once for each rate has it. */
function listTaxes(lines: readonly InvoiceLine[], exemptionReason: string): InvoiceTax[] {
  const keys = [...new Set(lines.map((line) => `${line.taxCategory} ${line.taxRatePpm}`))];
  return keys.map((key) => {
    const ofRate = lines.filter((line) => `${line.taxCategory} ${line.taxRatePpm}` === key);
    const { taxCategory, taxRatePpm } = ofRate[0] as InvoiceLine;
    const netMinor = add(ofRate.map((line) => line.netMinor));
    const isTaxed = taxCategory === "standard";
    return {
      ...{ taxRatePpm, taxCategory, netMinor },
      exemptionReason: isTaxed || taxCategory === "zero" ? "" : exemptionReason,
      taxMinor: isTaxed ? Math.round((netMinor * taxRatePpm) / 1_000_000) : 0,
    };
  });
}

type InvoiceGiven = Partial<Omit<InvoiceContent, "lines">> & { lines?: LineGiven[]; exemptionReason?: string };

/** An invoice with right sums: of what is given, and otherwise of one course at 19 %. */
export function makeInvoice({ lines: given, exemptionReason = "", ...more }: InvoiceGiven = {}): InvoiceContent {
  const lines = (given ?? [{ netMinor: 48_000 }]).map(makeLine);
  const taxes = more.taxes ?? listTaxes(lines, exemptionReason);
  const netMinor = add(lines.map((line) => line.netMinor));
  const taxMinor = add(taxes.map((tax) => tax.taxMinor));
  const paidMinor = more.paidMinor ?? 0;
  return {
    kind: "invoice",
    code: "R-2026-00042",
    issuedOn: "2026-11-29",
    dueOn: "2026-12-29",
    language: "de",
    currency: "EUR",
    seller: SELLER,
    buyer: BUYER,
    buyerReference: "04011000-12345-34",
    orderCode: "K7M2-9QXR",
    corrects: null,
    ...{ lines, taxes, netMinor, taxMinor },
    totalMinor: netMinor + taxMinor,
    paidMinor,
    dueMinor: netMinor + taxMinor - paidMinor,
    payment: {
      means: "transfer",
      holder: SELLER.name,
      iban: "DE89370400440532013000",
      bic: "COBADEFFXXX",
      reference: "K7M2-9QXR",
    },
    notes: ["Bitte geben Sie die Bestellnummer an."],
    ...more,
  };
}

const outside = { taxCategory: "outside", taxRatePpm: 0 } as const;

/** Invoices of the kinds that a school writes. */
export const SAMPLE_INVOICES: Record<string, InvoiceContent> = {
  standard: makeInvoice(),
  "two-rates-and-a-discount": makeInvoice({
    lines: [
      { netMinor: 40_000, quantity: 8, discountMinor: 8_000, discountReason: "Gruppenrabatt 20 %" },
      { netMinor: 1_995, quantity: 3, name: "Lehrbuch", taxRatePpm: 70_000, servedFrom: "", servedTo: "" },
      { netMinor: 10_000, quantity: 3, name: "Workshop «Ton & Technik» <live>" },
    ],
  }),
  "reverse-charge": makeInvoice({
    buyer: { ...BUYER, name: "Exemple SARL", country: "FR", vatId: "FR40303265045", postCode: "75001", town: "Paris" },
    lines: [{ netMinor: 120_000, taxCategory: "reverse_charge", taxRatePpm: 0 }],
    exemptionReason: "Steuerschuldnerschaft des Leistungsempfängers",
  }),
  exempt: makeInvoice({
    lines: [{ netMinor: 9_900, taxCategory: "exempt", taxRatePpm: 0 }],
    exemptionReason: "Steuerbefreit nach § 4 Nr. 22 UStG",
    payment: { means: "card", holder: "", iban: "", bic: "", reference: "pay_1" },
    paidMinor: 9_900,
    dueOn: "",
    notes: [],
  }),
  "swiss-outside": makeInvoice({
    currency: "CHF",
    seller: { ...SELLER, country: "CH", vatId: "", taxNumber: "", registerNumber: "CHE-123.456.789", postCode: "8001" },
    buyer: { ...BUYER, country: "CH", vatId: "", postCode: "3011", town: "Bern" },
    lines: [{ netMinor: 48_050, ...outside }],
    exemptionReason: "Nicht steuerpflichtig",
    payment: {
      means: "transfer",
      holder: "VHS",
      iban: "CH9300762011623852957",
      bic: "",
      reference: "RF18539007547034",
    },
  }),
  "partly-paid-mixed-kinds": makeInvoice({
    lines: [
      { netMinor: 20_000 },
      { netMinor: 5_000, taxCategory: "exempt", taxRatePpm: 0 },
      { netMinor: 1_000, taxCategory: "zero", taxRatePpm: 0 },
    ],
    exemptionReason: "Steuerbefreit nach § 4 Nr. 21 UStG",
    paidMinor: 10_000,
  }),
  instalments: makeInvoice({
    ...{ paidMinor: 17_136, dueOn: "2026-12-31", buyerReference: "PO-77" },
    lines: [{ netMinor: 48_000 }],
    parts: [
      { number: 1, dueOn: "2026-11-29", amountMinor: 17_136, paidMinor: 17_136, paidOn: "2026-11-29" },
      { number: 2, dueOn: "2026-12-31", amountMinor: 19_992, paidMinor: 0, paidOn: "" },
      { number: 3, dueOn: "2027-01-31", amountMinor: 19_992, paidMinor: 0, paidOn: "" },
    ],
  }),
  cancellation: makeInvoice({
    kind: "cancellation",
    code: "S-2026-00003",
    dueOn: "",
    corrects: { code: "R-2026-00042", issuedOn: "2026-11-29" },
    lines: [{ netMinor: -40_000, quantity: 8, discountMinor: -8_000, discountReason: "Gruppenrabatt 20 %" }],
  }),
  "credit-note": makeInvoice({
    kind: "credit_note",
    code: "G-2026-00007",
    dueOn: "",
    corrects: { code: "R-2026-00042", issuedOn: "2026-11-29" },
    lines: [{ netMinor: 16_000 }],
    payment: { means: "card", holder: "", iban: "", bic: "", reference: "" },
  }),
  "names-of-the-world": makeInvoice({
    buyer: {
      ...BUYER,
      name: `${"Verein für Erwachsenenbildung ".repeat(10)}🎓`,
      town: "القاهرة",
      street: "東京都千代田区",
    },
    lines: [{ netMinor: 100, name: "日本語 🇯🇵 & \u0007<b>Deutsch</b>", details: ["أحمد بن علي", "#abc# \u0000"] }],
  }),
};
