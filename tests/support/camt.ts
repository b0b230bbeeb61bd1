/** One entry of a statement, as a test says it. Amounts as the bank writes them; a debit begins with a minus. */
export type CamtEntry = {
  amount: string;
  day?: string;
  id?: string;
  reference?: string;
  text?: string;
  name?: string;
  iban?: string;
  endToEndId?: string;
  returned?: string;
  currency?: string;
  /** Instead of what is made of the above. */
  details?: string;
};

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const element = (name: string, text: string | undefined) =>
  text === undefined ? "" : `<${name}>${escaped(text)}</${name}>`;

function describeEntry({ amount, day = "2026-01-08", currency = "CHF", ...entry }: CamtEntry): string {
  const isDebit = amount.startsWith("-");
  const party = isDebit ? "Cdtr" : "Dbtr";
  const details =
    entry.details ??
    `<TxDtls><Refs>${element("EndToEndId", entry.endToEndId)}</Refs><RltdPties><${party}>${element("Nm", entry.name)}</${party}>` +
      `<${party}Acct><Id>${element("IBAN", entry.iban)}</Id></${party}Acct></RltdPties><RmtInf>${element("Ustrd", entry.text)}` +
      (entry.reference ? `<Strd><CdtrRefInf>${element("Ref", entry.reference)}</CdtrRefInf></Strd>` : "") +
      `</RmtInf>${entry.returned ? `<RtrInf><Rsn>${element("Cd", entry.returned)}</Rsn></RtrInf>` : ""}</TxDtls>`;
  return (
    `<Ntry><Amt Ccy="${currency}">${amount.replace("-", "")}</Amt><CdtDbtInd>${isDebit ? "DBIT" : "CRDT"}</CdtDbtInd><Sts>BOOK</Sts>` +
    `<BookgDt>${element("Dt", day)}</BookgDt>${element("AcctSvcrRef", entry.id)}<NtryDtls>${details}</NtryDtls></Ntry>\n`
  );
}

const balance = (code: string, [day, amount]: [day: string, amount: string]) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">${amount.replace("-", "")}</Amt>` +
  `<CdtDbtInd>${amount.startsWith("-") ? "DBIT" : "CRDT"}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

/** What an account held when its statement opened and when it closed. */
export const camtBalances = (opened: [day: string, amount: string], closed: [day: string, amount: string]) =>
  balance("OPBD", opened) + balance("CLBD", closed);

/** A statement (camt.053) or a notice (camt.054) of an account, as bytes. */
export function buildCamt(
  entries: readonly CamtEntry[],
  {
    iban = "CH9300762011623852957",
    kind = "053",
    balances = "",
  }: { iban?: string; kind?: "053" | "054"; balances?: string } = {},
): Uint8Array {
  const [message, part] = kind === "053" ? ["BkToCstmrStmt", "Stmt"] : ["BkToCstmrDbtCdtNtfctn", "Ntfctn"];
  const body = entries.map(describeEntry).join("");
  const xml =
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.08"><${message}>` +
    `<GrpHdr><MsgId>M</MsgId></GrpHdr><${part}><Id>S</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${balances}\n${body}</${part}></${message}></Document>`;
  return Buffer.from(xml);
}
