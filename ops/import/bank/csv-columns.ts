import { createHash } from "node:crypto";
import { plainName } from "../table-header.ts";

/** What a column of a bank's table may hold. `credit` and `debit` are two columns of one amount; `sign` says which of the two it is. */
export const CSV_FIELDS = [
  ...["booked", "value", "amount", "credit", "debit", "sign", "currency", "name", "iban", "text", "reference"],
  ...["end_to_end", "id", "account", "status", "fee", "payer", "payee"],
] as const;
export type CsvField = (typeof CSV_FIELDS)[number];
/** By its place; empty for a column that is not read. */
export type CsvColumns = (CsvField | "")[];

export const isCsvField = (word: string): word is CsvField => (CSV_FIELDS as readonly string[]).includes(word);

/** What banks call their columns, in the languages that an office here meets, the plainest first. */
const NAMES: Record<CsvField, string> = {
  booked:
    "buchungstag buchungsdatum buchung datum date booking_date booked_at booked_on transaction_date buchungs_datum abschlussdatum datum_buchung completed_date date_de_comptabilisation date_comptable data data_contabile rentedatum boekdatum date_operation finished_on",
  value:
    "valuta valutadatum wertstellung wert wertstellungsdatum value_date valuta_date value_on date_de_valeur data_valuta rente_datum started_date",
  amount:
    "betrag amount umsatz betrag_(eur) betrag_(€) betrag_eur betrag_chf amount_(eur) amount_(chf) amount_eur credit/debit_amount buchungsbetrag montant importo bedrag bedrag_(eur) transaktionsbetrag source_amount_(after_fees)",
  credit:
    "haben gutschrift gutschrift_in_chf gutschrift_in_eur credit credit_in_chf credit_amount paid_in einzahlung eingang credito crédit money_in",
  debit:
    "soll belastung lastschrift lastschrift_in_chf lastschrift_in_eur debit debit_in_chf debit_amount paid_out auszahlung ausgang debito débit money_out",
  sign: "soll/haben s/h soll_/_haben af_bij af_/_bij debit/credit credit/debit direction debit_credit_indicator",
  currency: "währung waehrung wãhrung currency whg devise valuta_code munt account_currency",
  name: "name begünstigter/zahlungspflichtiger beguenstigter/zahlungspflichtiger begünstigter_/_auftraggeber auftraggeber/empfänger auftraggeber/begünstigter empfänger name_zahlungsbeteiligter partner_name counterparty counterparty_name naam_/_omschrijving naam_tegenpartij payee_name description_1 beschreibung1 auftraggeber partner name_/_description auftraggeber_/_empfänger",
  iban: "iban kontonummer/iban iban_zahlungsbeteiligter partner_iban counterparty_iban account_number tegenrekening tegenrekening_iban/bban kontonummer iban_/_account_number counterparty_account gegenkonto",
  text: "verwendungszweck text buchungstext avisierungstext beschreibung description details zahlungszweck mitteilung mitteilungen remittance_information payment_reference zahlungsreferenz notification_text buchungsdetails beschreibung2 beschreibung3 description1 description2 description3 fussnoten mededelingen omschrijving omschrijving-1 vorgang/verwendungszweck libellé communication descrizione communications note",
  reference:
    "referenz reference qr-referenz strukturierte_referenz creditor_reference structured_reference kundenreferenz betalingskenmerk referenznummer",
  end_to_end: "end-to-end-referenz kundenreferenz_(end-to-end) end_to_end_id end-to-end_id endtoendid",
  id: "transaktions-nr. transaktionsnummer transaction_id transferwise_id transaction_no. id transaktions-id buchungsreferenz bankreferenz volgnr transaction_no auftragsnummer",
  account:
    "auftragskonto konto account own_account kontonummer_eigen iban_auftragskonto rekening iban/bban bezeichnung_auftragskonto",
  status: "status state",
  fee: "fee gebühr",
  payer: "zahlungspflichtige*r zahlungspflichtiger payer payer_name source_name",
  payee: "zahlungsempfänger*in zahlungsempfänger payee target_name recipient",
};

const BY_NAME = new Map<string, CsvField>(
  CSV_FIELDS.flatMap((field) => NAMES[field].split(" ").map((name) => [strip(name), field] as const)).reverse(),
);

/** Without marks that differ between two exports of one bank. */
function strip(name: string): string {
  return plainName(name).replace(/[_.:/()*"'-]/g, "");
}

/** What each column holds, as far as its name says. Only text may stand in several. */
export function guessColumns(header: readonly string[]): CsvColumns {
  const taken = new Set<string>();
  return header.map((name) => {
    const field = BY_NAME.get(strip(name)) ?? BY_NAME.get(strip(name.replace(/\s*(in )?\(?\b[A-Z]{3}\)?$/, "")));
    if (!field || (field !== "text" && taken.has(field))) return "";
    taken.add(field);
    return field;
  });
}

/** What must be there before a row is money: a day, and an amount in one column or two. */
export const isComplete = (columns: CsvColumns) =>
  (columns.includes("booked") || columns.includes("value")) &&
  (columns.includes("amount") || (columns.includes("credit") && columns.includes("debit")));

/** By which a bank's table is known again: the names of its columns. */
export const hashHeader = (header: readonly string[]) =>
  createHash("sha256")
    .update(JSON.stringify(header.map(plainName)))
    .digest("hex");

/** `Betrag (CHF)`, `Gutschrift in EUR`: the currency that a header names. */
export function findCurrency(header: readonly string[], columns: CsvColumns): string {
  for (const [at, field] of columns.entries()) {
    if (field !== "amount" && field !== "credit" && field !== "debit") continue;
    const [, code] = /(?:in |\(|_| )([A-Z]{3})\)?$/.exec(header[at]?.trim() ?? "") ?? [];
    if (code) return code;
    if (/€/.test(header[at] ?? "")) return "EUR";
  }
  return "";
}
