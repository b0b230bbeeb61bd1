import { getCountryName } from "#domain/kernel/countries.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import type { InvoiceContent, InvoiceParty } from "#domain/invoices/invoice-content.ts";
import type { PlainKey, Words } from "#messages/message.ts";

const TITLES: Record<InvoiceContent["kind"], PlainKey> = {
  invoice: "invoices.paper_invoice",
  cancellation: "invoices.paper_cancellation",
  credit_note: "invoices.paper_credit_note",
  proforma: "invoices.paper_proforma",
  receipt: "invoices.paper_receipt",
  order_form: "invoices.paper_order_form",
  payment_receipt: "invoices.paper_payment_receipt",
  statement: "invoices.paper_statement",
};

const formatKind = (kind: InvoiceContent["kind"], words: Words): string => words(TITLES[kind]);

/** `Invoice R-2026-00042`; a paper without a number is called by its order. */
export function formatPaperTitle({ kind, code, orderCode }: InvoiceContent, words: Words): string {
  return words("invoices.paper_title", { kind: formatKind(kind, words), number: code || orderCode });
}

/** `2027-03-03` as people of a language write it. */
export function formatDay(day: string, { locale }: Words): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

export function formatDays(from: string, to: string, words: Words): string {
  if (from === to) return formatDay(from, words);
  return words("invoices.paper_from_to", { from: formatDay(from, words), to: formatDay(to, words) });
}

/** `8.1 %`. */
export function formatRate(ratePpm: number, { locale }: Words): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(ratePpm / 1_000_000);
}

/** What a cancellation invoice takes back stands on it below nothing. */
const getSign = ({ kind }: Pick<InvoiceContent, "kind">): 1 | -1 => (kind === "cancellation" ? -1 : 1);

export function formatSum(content: InvoiceContent, minor: number, words: Words, { bare = false } = {}): string {
  const signed = minor === 0 ? 0 : minor * getSign(content);
  return formatMoney({ minor: signed, currency: content.currency }, { bare, locale: words.locale });
}

/** As on an envelope, a line each. The country is named where it is another one than that of the other side. */
export function listAddressLines(party: InvoiceParty, { language }: Words, other: InvoiceParty): string[] {
  const { name, contactName, street, number, postCode, town, country } = party;
  const isAbroad = country !== "" && country !== other.country;
  return [
    name,
    contactName,
    `${street} ${number}`.trim(),
    `${postCode} ${town}`.trim(),
    isAbroad ? getCountryName(country, language) : "",
  ].filter((line) => line !== "");
}
