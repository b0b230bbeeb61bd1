import { readBankAmount } from "#domain/bank/read-bank-amount.ts";
import { readShortDay } from "#domain/bank/read-bank-day.ts";
import {
  type BankFile,
  type BankFinding,
  EMPTY_LINE,
  type Statement,
  type StatementLine,
} from "#domain/bank/statement.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import { message } from "#messages/message.ts";
import { UnreadableFileError } from "../decode-file.ts";
import { readDetails } from "./read-mt940-details.ts";

/** One field of a message: `:61:` with what stands in it, its own line breaks kept. */
type Field = { tag: string; value: string; line: number };

const FIELDS_MAX = 500_000;
const TEXT_MAX = 2_000;
/** A line of such a file has 65 characters; what is many times longer is none. */
const LINE_MAX = 10_000;

/** Whether a text has the fields of an MT940 (or MT942) statement near its beginning. */
export const isMt940 = (text: string) =>
  /^:?(20|25|28C?|60[FM]|61|62[FM]):/m.test(text.slice(0, 20_000)) && /:(6[0-2][FM]?|25[A-Z]?):/.test(text);

/**
 * Reads statements of SWIFT MT940, as banks write it: with or without the envelope, fields broken over lines, fields that only one bank has. A message
 * is one page of a statement: an opening or closing balance that is intermediate (`M`) says that others belong to it.
 */
export function readMt940(text: string, encoding: string): BankFile {
  const statements = splitMessages(listFields(text)).map(readMessage);
  // The page that follows stands in the same file.
  for (const [at, each] of statements.entries()) {
    if (statements[at + 1]?.account === each.account) each.notes = [];
  }
  if (statements.length === 0) throw new UnreadableFileError(message("bank.file_has_no_statement"));
  return { format: "mt940", encoding, statements };
}

function listFields(text: string): Field[] {
  const fields: Field[] = [];
  // A line break that fell into the mark of a field: ":" alone, and `86:` on the next line.
  const whole = text.replace(/^:[ \t]*\n(?=\d{2}[A-Z]?:)/gm, ":\u0000");
  let line = 0;
  for (const raw of whole.split("\n")) {
    line += 1;
    const broken = raw.includes("\u0000");
    const written = raw
      .replace("\u0000", "")
      .replace(/^\{1:.*?\{4:/, "")
      .slice(0, LINE_MAX);
    const [, tag, value = ""] = /^-?\s*:(\d{2}[A-Z]?|NS):(.*)$/.exec(written) ?? [];
    const last = fields.at(-1);
    if (tag) fields.push({ tag, value, line });
    else if (/^\s*-\}?.*$/.test(written) && written.trim().replace(/\}.*$/, "") === "-")
      fields.push({ tag: "-", value: "", line });
    else if (last && last.tag !== "-") last.value += `\n${written}`;
    if (broken) line += 1;
    if (fields.length > FIELDS_MAX) throw new UnreadableFileError(message("bank.too_many_lines", { max: FIELDS_MAX }));
  }
  return fields;
}

/** A message begins with `:20:`; one that has lost it, at the next opening balance. */
function splitMessages(fields: readonly Field[]): Field[][] {
  const messages: Field[][] = [];
  let current: Field[] = [];
  const close = () => {
    if (current.some(({ tag }) => /^(25|60|61|62)/.test(tag))) messages.push(current);
    current = [];
  };
  for (const field of fields) {
    const hasOpened = current.some(({ tag }) => tag.startsWith("60"));
    if (field.tag === "-" || field.tag === "20" || (field.tag.startsWith("60") && hasOpened)) close();
    if (field.tag !== "-") current.push(field);
  }
  close();
  return messages;
}

function readMessage(fields: Field[]): Statement {
  const first = fields[0] as Field;
  const valueOf = (pattern: RegExp) => fields.find(({ tag }) => pattern.test(tag))?.value.trim();
  const account = (valueOf(/^25/) ?? "").split("\n")[0]?.replaceAll(" ", "").toUpperCase() ?? "";
  const opened = readBalance(valueOf(/^60/) ?? "");
  const closed = readBalance(valueOf(/^62/) ?? "");
  const currency = opened?.currency || closed?.currency || "";
  const lines = readLines(fields, currency);
  const notes: BankFinding[] = [];
  const [, sequence, page] = /^(\d{1,9})(?:\/(\d{1,9}))?/.exec(valueOf(/^28/) ?? "") ?? [];
  if (fields.some(({ tag }) => tag === "62M")) {
    notes.push({ line: first.line, words: message("bank.more_pages", { page: Number(page ?? 1) }) });
  }
  const base = {
    line: first.line,
    account,
    lines,
    notes,
    sequence: sequence && Number(sequence) > 0 ? Number(sequence) : null,
  };
  if (account === "") return { ...base, refusal: { line: first.line, words: message("bank.no_account") } };
  const refusal = checkBalance(lines, opened, closed, first.line);
  return { ...base, refusal, balances: refusal ? undefined : toBalances(opened, closed) };
}

type Balance = { minor: number | null; currency: string; day: string };

/** Some banks leave the currency out of the closing balance. */
function toBalances(opened: Balance | null, closed: Balance | null): Statement["balances"] {
  if (opened?.minor == null || closed?.minor == null || !opened.day || !closed.day || !opened.currency)
    return undefined;
  if (closed.currency !== "" && closed.currency !== opened.currency) return undefined;
  const { currency, minor: openingMinor, day: openingOn } = opened;
  return { currency, openingOn, openingMinor, closingOn: closed.day, closingMinor: closed.minor };
}

/** `C100318EUR380115,12`. Some banks leave the currency out of the closing one. */
function readBalance(value: string): Balance | null {
  const [, sign, written = "", currency = "", amount = ""] =
    /^([CD])(\d{6})([A-Z]{3})?(\d+(?:[.,]\d*)?)/.exec(value.replaceAll(" ", "")) ?? [];
  if (!sign) return null;
  const read = readBankAmount(amount, currency);
  const day = readShortDay(written);
  return {
    currency,
    day: "day" in day ? day.day : "",
    minor: "minor" in read ? (sign === "D" ? 0 - read.minor : read.minor) : null,
  };
}

function checkBalance(
  lines: readonly StatementLine[],
  opened: Balance | null,
  closed: Balance | null,
  line: number,
): BankFinding | null {
  if (opened?.minor == null || closed?.minor == null || opened.currency !== closed.currency) return null;
  if (lines.some(({ amountMinor }) => amountMinor === null)) return null;
  const sum = lines.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), opened.minor);
  if (sum === closed.minor) return null;
  const shown = (minor: number) => formatMoney({ minor, currency: opened.currency });
  return { line, words: message("bank.balance_is_off", { reckoned: shown(sum), said: shown(closed.minor) }) };
}

/** Each `:61:`, with the `:86:` or the fields of one bank that follow it. */
function readLines(fields: readonly Field[], currency: string): StatementLine[] {
  const lines: StatementLine[] = [];
  for (const [at, field] of fields.entries()) {
    if (field.tag !== "61") continue;
    const next = fields[at + 1];
    const details = next?.tag === "86" || next?.tag === "NS" ? readDetails(next.tag, next.value) : {};
    lines.push({ ...readMovement(field, currency), ...details });
  }
  return lines.map(keepReference);
}

/**
 * Value date, booking day, direction (`C`, `D`, and `R` before it for one that is taken back), third letter of the currency, amount, kind of transaction, the
 * customer's reference, `//` and the bank's.
 */
const MOVEMENT =
  /^(\d{6})(\d{4})?\s*(R[CD]|E[CD]|[CD])([A-Z])?\s*(\d{1,15}(?:[.,]\d*)?)\s*([A-Z][A-Z0-9]{3})?([^/]*(?:\/(?!\/)[^/]*)*)(?:\/\/(.*))?$/s;

function readMovement({ value, line }: Field, currency: string): StatementLine {
  const [first = "", ...more] = rejoin(value);
  const [, valued = "", booked, mark = "", , amount = "", , ownRef = "", bankRef = ""] = MOVEMENT.exec(first) ?? [];
  const empty = { ...EMPTY_LINE, line, currency, amountText: amount || first.slice(0, 40) };
  if (mark === "") return { ...empty, text: first.slice(0, TEXT_MAX), problem: message("bank.line_unreadable") };
  const isOut = mark === "D" || mark === "ED" || mark === "RC";
  const read = readBankAmount(amount, currency);
  const valueDay = readShortDay(valued);
  const day = booked ? readBookingDay(valued, booked) : valueDay;
  const own = ownRef.trim();
  const ref = bankRef.trim();
  return {
    ...empty,
    amountMinor: "minor" in read ? (isOut ? 0 - read.minor : read.minor) : null,
    bookedOn: "day" in day ? day.day : null,
    valueOn: "day" in valueDay ? valueDay.day : null,
    isReversal: mark.startsWith("R"),
    bankId: isNoReference(ref) ? "" : ref.slice(0, 60),
    endToEndId: isNoReference(own) ? "" : own.slice(0, 40),
    text: more.join(" ").trim().slice(0, TEXT_MAX),
    problem: "problem" in read ? read.problem : "problem" in day ? day.problem : null,
  };
}

const isNoReference = (text: string) => /^(NONREF|NOTPROVIDED|KEINE|0*)$/i.test(text);

/** An amount that was broken over two lines is put together again; what stands on a second line of its own is the bank's text. */
function rejoin(value: string): string[] {
  const [first = "", ...more] = value.split("\n").map((each) => each.trimEnd());
  if (MOVEMENT.test(first) || more.length === 0) return [first, ...more];
  return [`${first}${more[0]?.trim() ?? ""}`, ...more.slice(1)];
}

/** The booking day has no year of its own: that of the value date, or the one beside it when a turn of the year lies between. */
function readBookingDay(valued: string, booked: string) {
  const [year, month, bookedMonth] = [
    Number(valued.slice(0, 2)),
    Number(valued.slice(2, 4)),
    Number(booked.slice(0, 2)),
  ];
  const turn = month === 12 && bookedMonth === 1 ? 1 : month === 1 && bookedMonth === 12 ? -1 : 0;
  return readShortDay(`${String((year + turn + 100) % 100).padStart(2, "0")}${booked}`);
}

/** A reference that checks itself, wherever in the text or the references it stands, is the line's. */
function keepReference(line: StatementLine): StatementLine {
  if (line.reference !== "" || !/^(RF\d{2}|\d{27}$)/.test(line.endToEndId)) return line;
  return { ...line, reference: line.endToEndId };
}
