import { compactCode } from "#domain/kernel/modulo97.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { PayoutRun } from "#domain/payouts/machine.ts";
import type { PayoutTransfer } from "#domain/payouts/release-payout-file.ts";
import { toBankText } from "#domain/payouts/to-bank-text.ts";

const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
const NAME_MAX = 70;
const ABOUT_MAX = 140;
const SWISS = /^(CH|LI)/;

type Run = Pick<
  PayoutRun,
  "code" | "version" | "currency" | "debtorHolder" | "debtorIban" | "requestedOn" | "createdAt"
>;

/** An element with a text, or with elements that were made by this. */
const element = (name: string, ...inside: string[]) => `<${name}>${inside.join("")}</${name}>`;
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
/** An element with text in the letters that every bank takes. */
const text = (name: string, words: string, charactersMax: number) =>
  element(name, escaped(toBankText(words, charactersMax)));

/** The name by which a bank knows the file again, at most 35 characters: another one once a refund was taken out. */
export const getPayoutFileName = ({ code, version }: Pick<Run, "code" | "version">): string =>
  `PAYOUT-${code}-${version}`;

/**
 * A credit transfer initiation (ISO 20022 `pain.001.001.09`) for the bank: euro as SEPA credit transfers, francs as transfers within
 * Switzerland and Liechtenstein. A pure function of the run: the same bytes every time.
 */
export function buildPayoutFile(run: Run, transfers: readonly PayoutTransfer[]): string {
  const name = getPayoutFileName(run);
  const totalMinor = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const counted =
    element("NbOfTxs", String(transfers.length)) +
    element("CtrlSum", toDecimal({ minor: totalMinor, currency: run.currency }));
  const header = element(
    "GrpHdr",
    element("MsgId", name),
    element("CreDtTm", run.createdAt.toISOString().slice(0, 19)),
    counted,
    element("InitgPty", text("Nm", run.debtorHolder, NAME_MAX)),
  );
  const isSepa = run.currency === "EUR";
  const payment = element(
    "PmtInf",
    element("PmtInfId", name),
    element("PmtMtd", "TRF"),
    counted,
    ...(isSepa ? [element("PmtTpInf", element("SvcLvl", element("Cd", "SEPA")))] : []),
    element("ReqdExctnDt", element("Dt", run.requestedOn)),
    element("Dbtr", text("Nm", run.debtorHolder, NAME_MAX)),
    element("DbtrAcct", element("Id", element("IBAN", compactCode(run.debtorIban)))),
    element("DbtrAgt", element("FinInstnId", describeAgent(compactCode(run.debtorIban)))),
    ...(isSepa ? [element("ChrgBr", "SLEV")] : []),
    ...transfers.map((transfer) => describeTransfer(transfer, run.currency)),
  );
  const document = `<Document xmlns="${NAMESPACE}">\n${element("CstmrCdtTrfInitn", `\n${header}\n${payment}\n`)}\n</Document>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}\n`;
}

/** The school's bank: banks in Switzerland want to be named, by their number in the IBAN; the others read it from the account. */
function describeAgent(iban: string): string {
  if (!SWISS.test(iban)) return element("Othr", element("Id", "NOTPROVIDED"));
  return element(
    "ClrSysMmbId",
    element("ClrSysId", element("Cd", "CHBCC")),
    element("MmbId", iban.slice(4, 9).replace(/^0+/, "")),
  );
}

function describeTransfer({ refundId, amountMinor, holder, iban, about }: PayoutTransfer, currency: string): string {
  // The refund's id without its prefix: 32 characters, of 35 that fit. Some banks insist on the first of the two.
  const id = refundId.replace(/^[a-z]+_/, "");
  const amount = toDecimal({ minor: amountMinor, currency });
  return `\n${element(
    "CdtTrfTxInf",
    element("PmtId", element("InstrId", id), element("EndToEndId", id)),
    element("Amt", `<InstdAmt Ccy="${currency}">${amount}</InstdAmt>`),
    element("Cdtr", text("Nm", holder, NAME_MAX)),
    element("CdtrAcct", element("Id", element("IBAN", compactCode(iban)))),
    element("RmtInf", text("Ustrd", about, ABOUT_MAX)),
  )}`;
}
