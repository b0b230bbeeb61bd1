import { describe, expect, test } from "vitest";
import { describeBankFile } from "#tests/support/describe-bank-file.ts";
import type { CsvHints } from "./read-bank-csv.ts";

const read = (text: string, hints?: CsvHints, encoding: "utf8" | "latin1" | "utf16le" = "utf8") =>
  describeBankFile(Buffer.from(text, encoding), hints);

const mt940 = (account: string, ...fields: string[]) =>
  [":20:X", `:25:${account}`, ":28C:1/1", ":60F:C260101EUR100,00", ...fields, ""].join("\r\n");

describe("MT940 as banks write it:", () => {
  test.each([
    [
      "Sparkasse, subfields, the marks of SEPA cut in two",
      mt940(
        "37040044/0532013000",
        ":61:2601080108CR480,00N166NONREF//2026010812345",
        ":86:166?00GUTSCHR. UEBERWEISUNG?20EREF+RF12ABCDEFG2345?21SVWZ+RF12 ABCD EFG2 3?22 45 Kurs?30COBADEFFXXX?31DE89370400440532013000?32Jana M",
        "uster?33mann",
      ),
    ],
    [
      "Deutsche Bank, a return with its reason",
      mt940(
        "37040044/0532013000",
        ":61:2601080108CR30,00NRTINONREF",
        ":86:159?00RUECKUEBERWEISUNG?20EREF+0192f0c1a2b370000000000000000001?21SVWZ+AC04 KONTO AUFGELOEST?32MUSTER",
      ),
    ],
    [
      "ING, words between slashes",
      mt940(
        "NL91ABNA0417164300EUR",
        ":61:260108C480,00NTRFEREF//26008123456",
        ":86:/EREF/RF12ABCDEFG2345//CNTP/NL20INGB0001234567/INGBNL2A/J. de Vries///REMI/USTD//Cursus ABCDEFG/",
      ),
    ],
    [
      "ABN AMRO",
      mt940(
        "NL91ABNA0417164300",
        ":61:2601080108C480,N654NONREF",
        ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/BIC/INGBNL2A/NAME/J DE VRIES/REMI/ABCDEFG/EREF/NOTPROVIDED",
      ),
    ],
    [
      "UBS, plain text on several lines",
      mt940(
        "CH9300762011623852957",
        ":61:2601080108CR480,00NTRFNONREF//0008-XY",
        "Gutschrift",
        ":86:Muster Anna, Bahnhofstr. 1, 8001 Zuerich",
        "Zahlungszweck: RF12 ABCD EFG2 345",
      ),
    ],
    [
      "the turn of the year",
      mt940("CH9300762011623852957", ":61:2512310102C1,00NMSCNONREF", ":61:2601021231C1,00NMSCNONREF"),
    ],
    [
      "a credit that is taken back, and a debit that is",
      mt940("CH9300762011623852957", ":61:260108RC5,00NMSCNONREF", ":61:260108RD5,00NMSCNONREF"),
    ],
    ["in an envelope", `{1:F01BANK}{2:O940}{4:\r\n${mt940("CH9300762011623852957", ":61:260108C1,00NMSCNONREF")}-}`],
    ["a line that is none", mt940("CH9300762011623852957", ":61:gestern 5 Franken")],
    [
      "a closing balance that is off",
      mt940("CH9300762011623852957", ":61:260108C1,00NMSCNONREF", ":62F:C260108EUR102,00"),
    ],
  ])("%s", (_bank, text) => {
    expect(read(text)).toMatchSnapshot();
  });
});

describe("tables as banks write them:", () => {
  test.each([
    [
      "UBS, lines about the account before the names, two columns of amounts",
      "Kontonummer:;0230 00123456.01;\nIBAN:;CH93 0076 2011 6238 5295 7;\nWährung:;CHF;\nVon:;01.01.2026;\n\nAbschlussdatum;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Saldo;Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3\n08.01.2026;08.01.2026;08.01.2026;CHF;;1'480.00;2000.00;9999008ZC1;Muster Anna;Gutschrift;Zahlungsgrund: RF12 ABCD EFG2 345\n09.01.2026;09.01.2026;09.01.2026;CHF;-12.50;;1987.50;9999009ZC2;Gebühr;Belastung;\n",
    ],
    [
      "PostFinance, a footer",
      "Datum von:;01.01.2026\nKonto:;CH9300762011623852957\nWährung:;CHF\n\nBuchungsdatum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo in CHF\n08.01.2026;GIRO AUS KONTO MUSTER ANNA ABCDEFG;480.00;;08.01.2026;980.00\n09.01.2026;PREIS;;-5.00;09.01.2026;975.00\n\nDisclaimer:\nDer Dokumentinhalt wurde durch Filtereinstellungen der Nutzer generiert.\n",
    ],
    [
      "Raiffeisen, its account in the first column, payments of a batch without a day",
      "IBAN;Booked At;Text;Credit/Debit Amount;Balance;Valuta Date\nCH9300762011623852957;2026-01-08 00:00:00.0;Gutschrift Muster Anna;480.00;980.00;2026-01-08 00:00:00.0\n;;RF12ABCDEFG2345;;;\n",
      { currency: "CHF" },
    ],
    [
      "Deutsche Bank, a balance at the end",
      'Umsätze;;;"Kundennummer: 100 1234567"\n01.01.2026 - 08.01.2026\n\nBuchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN / Kontonummer;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung\n08.01.2026;08.01.2026;SEPA-Gutschrift;Jana Muster;RF12ABCDEFG2345;DE89370400440532013000;COBADEFF;;;;;480;;;;;480,00;EUR\nKontostand;08.01.2026;;;1.234,56;EUR\n',
    ],
    [
      "Sparkasse CAMT-CSV in Windows-1252, every cell quoted, years of two digits",
      '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\n"DE89370400440532013000";"08.01.26";"08.01.26";"GUTSCHR. UEBERWEISUNG";"Kursgebühr für März";"";"";"RF12ABCDEFG2345";"Jörg Müßig";"DE02120300000000202051";"BYLADEM1001";"1.480,00";"EUR";"Umsatz gebucht"\n',
      {},
      "latin1" as const,
    ],
    [
      "ING, the direction in a column of its own",
      '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n"20260108";"J de Vries";"NL91ABNA0417164300";"NL20INGB0001234567";"OV";"Bij";"480,00";"Overschrijving";"Cursus ABCDEFG"\n"20260109";"Bank";"NL91ABNA0417164300";"";"DV";"Af";"2,50";"Diversen";"Kosten"\n',
    ],
    [
      "Revolut, a fee, and what did not go through",
      "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\nTRANSFER,Current,2026-01-08 10:00:00,2026-01-08 10:00:03,Payment from Anna Muster,480.00,0.00,EUR,COMPLETED,980.00\nTRANSFER,Current,2026-01-08 11:00:00,,To somebody,-20.00,0.20,EUR,REVERTED,980.00\nCARD_PAYMENT,Current,2026-01-09 10:00:00,2026-01-09 10:00:03,Paper,-20.00,0.20,EUR,COMPLETED,959.80\n",
    ],
    [
      "Wise",
      "TransferWise ID,Date,Amount,Currency,Description,Payment Reference,Running Balance,Exchange From,Exchange To,Exchange Rate,Payer Name,Payee Name,Payee Account Number,Merchant\nTRANSFER-123,08-01-2026,480.00,EUR,Received money from Anna Muster with reference ABCDEFG,ABCDEFG,980.00,,,,Anna Muster,,,\nTRANSFER-124,31-01-2026,-12.00,EUR,Sent money,Rent,968.00,,,,,Landlord,,\n",
    ],
    [
      "N26 in UTF-16, as a spreadsheet saves it",
      '\ufeff"Booking Date";"Value Date";"Partner Name";"Partner Iban";"Type";"Payment Reference";"Account Name";"Amount (EUR)"\n2026-01-08;2026-01-08;Anna Muster;DE02120300000000202051;Income;ABCDEFG;Main;480.00\n',
      {},
      "utf16le" as const,
    ],
    [
      "American days and amounts in parentheses",
      "Date,Description,Amount,Currency\n01/31/2026,Anna ABCDEFG,480.00,USD\n02/01/2026,Fee,(2.50),USD\n",
    ],
    ["a day that may be in two months", "Date,Description,Amount,Currency\n01/02/2026,Anna,480.00,GBP\n"],
    [
      "the same, with the order said",
      "Date,Description,Amount,Currency\n01/02/2026,Anna,480.00,GBP\n",
      { dateOrder: "dmy" as const },
    ],
    ["columns that nobody knows", "Wann;Wieviel;Wozu\n08.01.2026;480,00;Kurs\n"],
    [
      "the same, said by a person",
      "Wann;Wieviel;Wozu\n08.01.2026;480,00;Kurs\n30.02.2026;1,234;Zins\n",
      { columns: "Wann = booked\nWieviel=amount\nWozu = text", currency: "EUR" },
    ],
    ["no currency", "Datum;Betrag;Text\n08.01.2026;480,00;Kurs\n"],
  ])("%s", (_bank, text, hints?: CsvHints, encoding?: "utf8" | "latin1" | "utf16le") => {
    expect(read(text, hints, encoding)).toMatchSnapshot();
  });
});

describe("what is no statement is refused in words:", () => {
  const bomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>\n<Document>&lol2;</Document>`;
  test.each([
    ["an empty file", ""],
    ["blanks", "\n \n"],
    ["an entity bomb", bomb],
    ["an external entity", `<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<Document/>`],
    ["broken XML", "<Document>\n<BkToCstmrStmt>\n<Stmt></BkToCstmrStmt></Document>"],
    ["XML that was cut", "<Document>\n<BkToCstmrStmt>\n<Stmt>"],
    ["XML that is too deep", "<a>".repeat(200) + "</a>".repeat(200)],
    ["a page of the web", "<html><body>Sign in</body></html>"],
    [
      "a payment order",
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/></Document>`,
    ],
    ["a PDF with another name", "%PDF-1.7\n%âãÏÓ"],
    ["a letter", "Dear school,\nI have paid.\n"],
  ])("%s", (_what, text) => {
    expect(read(text)).toMatchSnapshot();
  });

  test("a file of 50 MB, unread", () => {
    expect(describeBankFile(new Uint8Array(50_000_000))).toEqual([expect.stringContaining("larger than 20 MB")]);
  });

  test("binary characters do not keep a statement from being read", () => {
    const bytes = Buffer.concat([
      Buffer.from(mt940("CH9300762011623852957", ":61:260108C1,00NMSCNONREF", ":86:M")),
      Buffer.from([0xfc, 0x00, 0x94, 0xdf]),
    ]);
    expect(describeBankFile(bytes)).toHaveLength(2);
  });
});
