import { readBankAmount } from "#domain/bank/read-bank-amount.ts";
import { type BankDay, readIsoDay } from "#domain/bank/read-bank-day.ts";
import { type BankFinding, EMPTY_LINE, type StatementLine } from "#domain/bank/statement.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import { message, type Message } from "#messages/message.ts";
import { attributeOf, find, findAll, textOf, type XmlNode } from "./read-xml.ts";

export type ReadEntry = {
  /** Of the entry as a whole, as the balance counts it. */
  amountMinor: number | null;
  currency: string;
  isBooked: boolean;
  lines: StatementLine[];
  notes: BankFinding[];
};

/** Credits come in; a reversed one is written as what it does to the account, so it goes out. */
export const signOf = (node: XmlNode | undefined) => (textOf(node, "CdtDbtInd") === "DBIT" ? -1 : 1);

const TEXT_MAX = 2000;

/**
 * One entry of a statement: a line, or as many as it has transactions with amounts of their own that add up to it (a batch). What is not booked yet is
 * left out and said.
 */
export function readEntry(entry: XmlNode, line: number): ReadEntry {
  const amount = find(entry, "Amt");
  const currency = attributeOf(amount, "Ccy");
  const read = readBankAmount(textOf(entry, "Amt"), currency);
  const amountMinor = "minor" in read ? signOf(entry) * read.minor : null;
  const status = textOf(entry, "Sts", "Cd") || textOf(entry, "Sts");
  const facts = { amountMinor, currency, isBooked: status === "BOOK" || status === "" };
  if (!facts.isBooked) {
    const notes = [{ line, words: message("bank.not_booked", { amount: textOf(entry, "Amt"), currency }) }];
    return { ...facts, lines: [], notes };
  }
  const problem = "problem" in read ? read.problem : null;
  const whole = describeEntry(entry, line, { amountMinor, currency, problem });
  const parts = findAll(entry, "NtryDtls", "TxDtls");
  if (parts.length <= 1) return { ...facts, lines: [withDetails(whole, parts[0], entry)], notes: [] };
  const split = parts.map((part, at) => describePart(whole, part, entry, at));
  const sum = split.reduce((total, each) => total + (each.amountMinor ?? Number.NaN), 0);
  if (sum === amountMinor) return { ...facts, lines: split, notes: [] };
  return { ...facts, lines: [keepWhole(whole, parts.length, sum)], notes: [] };
}

/** A batch whose parts do not add up is kept as one line: to guess at a part would be to guess at money. */
function keepWhole(whole: StatementLine, count: number, sum: number): StatementLine {
  const batch = { ...whole, batchCount: count };
  if (Number.isNaN(sum) || whole.amountMinor === null) return batch;
  const [total, parts] = [whole.amountMinor, sum].map((minor) => formatMoney({ minor, currency: whole.currency }));
  return { ...batch, problem: message("bank.batch_is_off", { total: total ?? "", parts: parts ?? "" }) };
}

type Facts = { amountMinor: number | null; currency: string; problem: Message | null };

function describeEntry(entry: XmlNode, line: number, facts: Facts): StatementLine {
  const [booked, value] = [readDay(find(entry, "BookgDt")), readDay(find(entry, "ValDt"))];
  const ref = readRef(entry, "AcctSvcrRef");
  const batch = find(entry, "NtryDtls", "Btch");
  const count = Number(textOf(batch, "NbOfTxs"));
  const day = booked ?? value;
  return {
    ...EMPTY_LINE,
    ...facts,
    ...{ line, amountText: textOf(entry, "Amt").slice(0, 40), bankId: ref, entryRef: ref },
    bookedOn: day && "day" in day ? day.day : null,
    valueOn: value && "day" in value ? value.day : null,
    isReversal: textOf(entry, "RvslInd") === "true",
    text: textOf(entry, "AddtlNtryInf").slice(0, TEXT_MAX),
    // A batch without its transactions: they come in a notice of their own (camt.054).
    batchCount: count > 1 && !find(entry, "NtryDtls", "TxDtls") ? count : null,
    problem: facts.problem ?? (day && "problem" in day ? day.problem : day ? null : message("bank.no_day")),
  };
}

/** An id, unless the bank says in its place that there is none. */
function readRef(node: XmlNode, ...path: string[]): string {
  const ref = textOf(node, ...path);
  return /^(NOT ?PROVIDED|NONREF|NOTAVAILABLE)$/i.test(ref) ? "" : ref.slice(0, 60);
}

function readDay(node: XmlNode | undefined): BankDay | null {
  const text = textOf(node, "Dt") || textOf(node, "DtTm");
  return text === "" ? null : readIsoDay(text);
}

/** One transaction of several: its own amount, and the bank's id of the entry with its place in it. */
function describePart(whole: StatementLine, part: XmlNode, entry: XmlNode, at: number): StatementLine {
  const own = find(part, "Amt") ?? find(part, "AmtDtls", "TxAmt", "Amt");
  const read = own ? readBankAmount(textOf(own), attributeOf(own, "Ccy")) : null;
  // Within an entry each part goes the way of the entry: what banks write beside the parts of a debit differs.
  const sign = whole.amountMinor !== null && whole.amountMinor < 0 ? -1 : 1;
  const fits = read && "minor" in read && attributeOf(own, "Ccy") === whole.currency;
  const ref = readRef(part, "Refs", "AcctSvcrRef");
  return {
    ...withDetails(whole, part, entry),
    amountMinor: fits ? sign * read.minor : null,
    amountText: textOf(own).slice(0, 40),
    bankId: ref !== "" && ref !== whole.entryRef ? ref : whole.entryRef && `${whole.entryRef}#${at + 1}`,
    problem: whole.problem ?? (read && "problem" in read ? read.problem : null),
  };
}

/** Who, what for, and by which reference: from the transaction, seen from the school's account. */
function withDetails(line: StatementLine, part: XmlNode | undefined, entry: XmlNode): StatementLine {
  if (!part) return line;
  const isCredit = signOf(entry) > 0;
  // Money that comes back is from whom it was sent to: the parties are those of the transfer that went out.
  const returned = find(part, "RtrInf");
  const other = isCredit === (returned === undefined) ? "Dbtr" : "Cdtr";
  const parties = find(part, "RltdPties");
  const remittance = find(part, "RmtInf");
  const texts = [
    ...findAll(remittance, "Ustrd").map((each) => textOf(each)),
    ...findAll(remittance, "Strd", "AddtlRmtInf").map((each) => textOf(each)),
    textOf(part, "AddtlTxInf"),
  ].filter(Boolean);
  const reason = textOf(returned, "Rsn", "Cd") || textOf(returned, "Rsn", "Prtry") || textOf(returned, "AddtlInf");
  return {
    ...line,
    name: (
      textOf(parties, other, "Nm") ||
      textOf(parties, other, "Pty", "Nm") ||
      textOf(parties, `Ultmt${other}`, "Nm")
    ).slice(0, 140),
    iban: (textOf(parties, `${other}Acct`, "Id", "IBAN") || textOf(parties, `${other}Acct`, "Id", "Othr", "Id")).slice(
      0,
      40,
    ),
    reference: textOf(remittance, "Strd", "CdtrRefInf", "Ref").replaceAll(" ", "").slice(0, 40),
    bankId: line.bankId || readRef(part, "Refs", "AcctSvcrRef"),
    endToEndId: readRef(part, "Refs", "EndToEndId"),
    text: (texts.length > 0 ? texts.join(" ") : line.text).slice(0, TEXT_MAX),
    returnReason: returned ? reason.slice(0, 60) || "RETURN" : null,
    foreign: readForeign(part, entry, line.currency),
  };
}

/** What was sent, where that was another currency. */
function readForeign(part: XmlNode, entry: XmlNode, currency: string): string | null {
  for (const node of [part, entry]) {
    const sent = find(node, "AmtDtls", "InstdAmt", "Amt") ?? find(node, "AmtDtls", "CntrValAmt", "Amt");
    const other = attributeOf(sent, "Ccy");
    if (sent && other !== "" && other !== currency) return `${textOf(sent)} ${other}`.slice(0, 60);
  }
  return null;
}
