import { compactCode } from "../../kernel/modulo97.ts";
import type { InvoiceContent, InvoiceLine, InvoiceParty } from "../invoice-content.ts";
import { cleanLine, joinLines } from "./clean-line.ts";
import { computeHundredths } from "./compute-hundredths.ts";
import { listTaxGroups, TAX_CODES, type TaxCode, type TaxGroup } from "./list-tax-groups.ts";

/*
 * What an e-invoice says in the terms of EN 16931 (BT is a business term, BG a group of them), whichever of its two syntaxes it is
 * written in. Texts are clean, amounts are whole hundredths, what is not known is empty and is left out.
 */

export type EInvoiceParty = {
  name: string;
  /** BT-29: what it is known by where it has no number of a register and no VAT id to show. */
  id: string;
  /** BT-30, BT-47. */
  registerNumber: string;
  /** BT-31, BT-48. */
  vatId: string;
  /** BT-32. */
  taxNumber: string;
  street: string;
  town: string;
  postCode: string;
  country: string;
  contactName: string;
  phone: string;
  email: string;
};

export type EInvoiceLine = {
  id: string;
  name: string;
  description: string;
  quantity: number;
  /** BT-146, in hundredths, for so many (BT-149): the price of all of them where it cannot be divided evenly. */
  price: { amount: number; quantity: number };
  discount: number;
  discountReason: string;
  net: number;
  category: TaxCode;
  /** Of a hundred: `8.1`. Null where no rate may be said (BR-O-05). */
  percent: string | null;
  servedFrom: string;
  servedTo: string;
};

/** UNTDID 4461: SEPA transfer, transfer, a payment service on the internet, none that is known. */
type PaymentCode = "58" | "30" | "68" | "1";

export type EInvoice = {
  /** UNTDID 1001: an invoice, or a credit note, whose amounts are positive as well. */
  typeCode: "380" | "381";
  code: string;
  issuedOn: string;
  dueOn: string;
  currency: string;
  buyerReference: string;
  notes: string;
  /** BT-20: how it is paid where one day does not say it. */
  terms: string;
  corrects: { code: string; issuedOn: string } | null;
  seller: EInvoiceParty;
  buyer: EInvoiceParty;
  payment: { code: PaymentCode; reference: string; holder: string; iban: string; bic: string };
  /** BG-14: from the first to the last day of all lines; empty where none has days. */
  servedFrom: string;
  servedTo: string;
  /** BT-72: the day of issue where no line has days, since one or the other is asked for (BR-DE-TMP-32). What has no days is open at once. */
  deliveredOn: string;
  lines: EInvoiceLine[];
  taxes: TaxGroup[];
  net: number;
  tax: number;
  total: number;
  paid: number;
  due: number;
};

/** What an invoice says in the terms of EN 16931. It never fails: what is missing stays empty, for `checkEInvoice` to find. */
export function describeEInvoice(content: InvoiceContent): EInvoice {
  const isCorrection = content.kind === "cancellation" || content.kind === "credit_note";
  // A correction may say its amounts as less than nothing; a credit note says by its type that they go back.
  const sign = isCorrection && content.totalMinor < 0 ? -1 : 1;
  const inHundredths = (minor: number) => computeHundredths(sign * minor, content.currency) ?? 0;
  const taxes = listTaxGroups(content, inHundredths);
  const isOutside = taxes.some(({ category }) => category === "O");
  const days = content.lines.flatMap(({ servedFrom, servedTo }) => [servedFrom, servedTo]).filter((day) => day !== "");
  days.sort();
  return {
    typeCode: isCorrection ? "381" : "380",
    code: cleanLine(content.code),
    issuedOn: content.issuedOn,
    dueOn: content.dueOn || (isCorrection ? content.issuedOn : ""),
    currency: content.currency,
    // BR-DE-15 wants one of every buyer, and few that are no authority have any.
    buyerReference: cleanLine(content.buyerReference) || cleanLine(content.orderCode),
    notes: joinLines(content.notes),
    terms: joinLines((content.terms ?? "").split("\n")),
    corrects: content.corrects && { ...content.corrects, code: cleanLine(content.corrects.code) },
    seller: describeSeller(content.seller, isOutside),
    buyer: describeBuyer(content.buyer, isOutside),
    payment: describePayment(content, isCorrection),
    servedFrom: days[0] ?? "",
    servedTo: days.at(-1) ?? "",
    deliveredOn: days.length === 0 ? content.issuedOn : "",
    lines: content.lines.map((line, place) => describeLine(line, place, inHundredths)),
    taxes,
    net: inHundredths(content.netMinor),
    tax: inHundredths(content.taxMinor),
    total: inHundredths(content.totalMinor),
    paid: inHundredths(content.paidMinor),
    due: inHundredths(content.dueMinor),
  };
}

/** Outside the scope of tax nobody's VAT id may be named as such (BR-O-02); BR-CO-26 still wants a number by which a seller is known. */
function describeSeller(party: InvoiceParty, isOutside: boolean): EInvoiceParty {
  const described = describeBuyer(party, isOutside);
  return {
    ...described,
    taxNumber: isOutside ? "" : cleanLine(party.taxNumber),
    // BR-DE-5: a department is a contact too, and the school's own name is one.
    contactName: described.contactName || described.name,
  };
}

function describeBuyer(party: InvoiceParty, isOutside: boolean): EInvoiceParty {
  const known = compactVatId(party.vatId);
  const vatId = isOutside ? "" : known;
  const registerNumber = cleanLine(party.registerNumber);
  return {
    ...{ name: cleanLine(party.name), registerNumber, vatId, taxNumber: "" },
    id: registerNumber === "" && vatId === "" ? cleanLine(party.taxNumber) || known : "",
    street: cleanLine(`${party.street} ${party.number}`),
    ...{ town: cleanLine(party.town), postCode: cleanLine(party.postCode), country: party.country },
    contactName: cleanLine(party.contactName),
    ...{ phone: cleanLine(party.phone), email: cleanLine(party.email) },
  };
}

/** `DE 123 456 789` as `DE123456789`. The Swiss write `CHE-123.456.789 MWST`, and so does theirs stay. */
const compactVatId = (text: string) => (/^\s*CHE/i.test(text) ? cleanLine(text) : compactCode(cleanLine(text)));

/** What goes back goes to an account of the buyer, which no invoice knows. */
function describePayment({ payment, currency }: InvoiceContent, isCorrection: boolean): EInvoice["payment"] {
  const iban = compactCode(cleanLine(payment.iban));
  const reference = cleanLine(payment.reference);
  const holder = cleanLine(payment.holder);
  const none = { holder: "", iban: "", bic: "" };
  if (payment.means !== "transfer") return { code: payment.means === "card" ? "68" : "1", reference, ...none };
  if (iban === "" || isCorrection) return { code: "1", reference, ...none };
  return { code: currency === "EUR" ? "58" : "30", reference, holder, iban, bic: cleanLine(payment.bic) };
}

function describeLine(line: InvoiceLine, place: number, inHundredths: (minor: number) => number): EInvoiceLine {
  const gross = inHundredths(line.grossOfDiscountMinor);
  const quantity = Math.abs(line.quantity);
  const divides = quantity > 0 && gross % quantity === 0;
  const category = TAX_CODES[line.taxCategory];
  return {
    id: String(place + 1),
    name: cleanLine(line.name),
    description: joinLines(line.details),
    // A price is never below nothing (BR-27): what is taken off by a line of its own has a quantity below nothing.
    quantity: gross < 0 ? -quantity : quantity,
    price: divides
      ? { amount: Math.abs(gross) / quantity, quantity: 1 }
      : { amount: Math.abs(gross), quantity: Math.max(quantity, 1) },
    discount: inHundredths(line.discountMinor),
    discountReason: cleanLine(line.discountReason),
    net: inHundredths(line.netMinor),
    category,
    percent: category === "O" ? null : formatPercent(line.taxRatePpm),
    ...{ servedFrom: line.servedFrom, servedTo: line.servedTo },
  };
}

/** 81000 millionths as `8.1`. */
function formatPercent(ratePpm: number): string {
  return String(ratePpm / 10_000);
}
