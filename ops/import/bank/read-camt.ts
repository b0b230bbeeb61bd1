import { formatMoney } from "#domain/kernel/money.ts";
import { readBankAmount } from "#domain/bank/read-bank-amount.ts";
import type { BankFile, BankFinding, Statement } from "#domain/bank/statement.ts";
import { message } from "#messages/message.ts";
import { UnreadableFileError } from "../decode-file.ts";
import { readEntry, type ReadEntry, signOf } from "./read-camt-entry.ts";
import { attributeOf, find, findAll, readXml, textOf, type XmlNode } from "./read-xml.ts";

/** The three messages of a bank to its customer, whatever their version: their element, and what one statement is called in it. */
const MESSAGES = [
  { element: "BkToCstmrStmt", part: "Stmt", format: "camt053" },
  { element: "BkToCstmrDbtCdtNtfctn", part: "Ntfctn", format: "camt054" },
] as const;
const INTRADAY = "BkToCstmrAcctRpt";
/** Sums that one file may hold; more is no bank's statement. */
const ENTRIES_MAX = 200_000;

type LineOf = (node: XmlNode) => number;

/**
 * Reads a message of ISO 20022: camt.053 (statement) and camt.054 (booked entries) of any version. A camt.052 speaks of what is not booked yet: it is
 * recognised, and refused with the file to load in its place. Refuses what is no such message.
 */
export function readCamt(text: string, encoding: string): BankFile {
  const { root, lineOf } = readXml(text);
  const document = find(root, "Document");
  if (find(document, INTRADAY)) throw new UnreadableFileError(message("bank.file_is_intraday"));
  for (const { element, part, format } of MESSAGES) {
    const body = find(document, element);
    if (!body) continue;
    const parts = findAll(body, part);
    if (parts.length === 0) throw new UnreadableFileError(message("bank.file_has_no_statement"));
    if (parts.reduce((sum, each) => sum + findAll(each, "Ntry").length, 0) > ENTRIES_MAX) {
      throw new UnreadableFileError(message("bank.too_many_lines", { max: ENTRIES_MAX }));
    }
    const page = readPage(find(body, "GrpHdr", "MsgPgntn"));
    return { format, encoding, statements: parts.map((each) => readStatement(each, lineOf, page)) };
  }
  throw new UnreadableFileError(message("bank.file_is_other_xml", { name: nameOf(document ?? root) }));
}

const nameOf = (node: XmlNode): string => (Object.keys(node).find((name) => !/^[@#?]/.test(name)) ?? "").slice(0, 60);

function readStatement(node: XmlNode, lineOf: LineOf, ofMessage: Page | null): Statement {
  const line = lineOf(node);
  const account = find(node, "Acct");
  const id = textOf(account, "Id", "IBAN") || textOf(account, "Id", "Othr", "Id");
  const currency = textOf(account, "Ccy");
  const entries = findAll(node, "Ntry").map((entry) => readEntry(entry, lineOf(entry)));
  const notes: BankFinding[] = entries.flatMap(({ notes: found }) => found);
  const page = readPage(find(node, "StmtPgntn") ?? find(node, "NtfctnPgntn")) ?? ofMessage;
  if (page && !page.isLast) notes.push({ line, words: message("bank.more_pages", { page: page.number }) });
  const refusal =
    id === "" ? { line, words: message("bank.no_account") } : checkBalance(node, entries, currency, line, notes);
  const number = textOf(node, "ElctrncSeqNb") || textOf(node, "LglSeqNb");
  return {
    ...{ line, account: id.replaceAll(" ", "").toUpperCase(), refusal, notes },
    lines: entries.flatMap(({ lines }) => lines),
    sequence: /^\d{1,9}$/.test(number) ? Number(number) : null,
    balances: refusal ? undefined : readBalances(node, currency),
  };
}

type Page = { number: number; isLast: boolean };

function readPage(node: XmlNode | undefined): Page | null {
  if (!node) return null;
  return { number: Number(textOf(node, "PgNb")) || 1, isLast: textOf(node, "LastPgInd") !== "false" };
}

type Balance = { minor: number; currency: string; day: string };

/** What was booked before and after, with its days. What is not final is no balance to go on from. */
function readBalances(node: XmlNode, currency: string): Statement["balances"] {
  const opened = readBalance(node, ["OPBD", "PRCD"], currency, "first");
  const closed = readBalance(node, ["CLBD"], currency, "last");
  if (!opened?.day || !closed?.day || opened.currency !== closed.currency) return undefined;
  return {
    currency: opened.currency,
    ...{ openingOn: opened.day, openingMinor: opened.minor, closingOn: closed.day, closingMinor: closed.minor },
  };
}

/**
 * What was on the account before, and all that was booked, is what is on it afterwards; a statement of which that is not true has lost a line, or was
 * changed. Where the bank names only one of the two balances, or names them in different currencies, there is nothing to compare.
 */
function checkBalance(
  node: XmlNode,
  entries: readonly ReadEntry[],
  currency: string,
  line: number,
  notes: BankFinding[],
): BankFinding | null {
  const opened = readBalance(node, ["OPBD", "PRCD", "ITBD"], currency, "first");
  const closed = readBalance(node, ["CLBD", "ITBD"], currency, "last");
  if (!opened || !closed) return null;
  if (opened.currency !== closed.currency) {
    notes.push({
      line,
      words: message("bank.balances_differ_in_currency", { opened: opened.currency, closed: closed.currency }),
    });
    return null;
  }
  const booked = entries.filter(({ isBooked }) => isBooked);
  if (booked.some((entry) => entry.amountMinor === null || entry.currency !== opened.currency)) return null;
  const sum = booked.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), opened.minor);
  if (sum === closed.minor) return null;
  const shown = (minor: number) => formatMoney({ minor, currency: opened.currency });
  return { line, words: message("bank.balance_is_off", { reckoned: shown(sum), said: shown(closed.minor) }) };
}

function readBalance(node: XmlNode, codes: string[], currency: string, which: "first" | "last"): Balance | null {
  for (const code of codes) {
    const all = findAll(node, "Bal").filter((each) => textOf(each, "Tp", "CdOrPrtry", "Cd") === code);
    const own = currency === "" ? all : all.filter((each) => attributeOf(find(each, "Amt"), "Ccy") === currency);
    const candidates = own.length > 0 ? own : all;
    const chosen = which === "first" ? candidates[0] : candidates.at(-1);
    if (!chosen) continue;
    const ccy = attributeOf(find(chosen, "Amt"), "Ccy");
    const read = readBankAmount(textOf(chosen, "Amt"), ccy);
    const day = (textOf(chosen, "Dt", "Dt") || textOf(chosen, "Dt", "DtTm")).slice(0, 10);
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
    return "minor" in read ? { minor: signOf(chosen) * read.minor, currency: ccy, day: isDay ? day : "" } : null;
  }
  return null;
}
