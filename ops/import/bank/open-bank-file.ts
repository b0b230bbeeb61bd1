import { createHash } from "node:crypto";
import type { BankFile } from "#domain/bank/statement.ts";
import { message } from "#messages/message.ts";
import { decodeFile, type DecodedFile, UnreadableFileError } from "../decode-file.ts";
import { type CsvHints, readBankCsv } from "./read-bank-csv.ts";
import { readCamt } from "./read-camt.ts";
import { isMt940, readMt940 } from "./read-mt940.ts";

/** A day of ten thousand payments has some 15 MB as camt.053. */
export const BANK_FILE_MEGABYTES_MAX = 20;

/** What offices load in its place, by its first bytes. */
const OTHER_FILES = [
  ["%PDF", "bank.file_is_pdf"],
  ["PK\u0003\u0004", "bank.file_is_zip"],
  ["\u00d0\u00cf\u0011\u00e0", "bank.file_is_zip"],
] as const;

export const hashBankFile = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * Reads a file from a bank: camt.053, camt.054, MT940 or a table (CSV), told apart by what is in it, whatever it is called. Refuses (`UnreadableFileError`) what is none, is
 * broken, empty or too large, in words that a bursar understands.
 */
export function openBankFile(bytes: Uint8Array, hints: CsvHints = {}): BankFile {
  if (bytes.length > BANK_FILE_MEGABYTES_MAX * 1_000_000) {
    throw new UnreadableFileError(message("bank.file_too_large", { megabytes: BANK_FILE_MEGABYTES_MAX }));
  }
  const other = OTHER_FILES.find(([start]) =>
    Buffer.from(bytes.subarray(0, 8)).toString("latin1").startsWith(start),
  )?.[1];
  if (other) throw new UnreadableFileError(message(other));
  const { text, encoding } = decode(bytes, hints.encoding);
  if (text.trim() === "") throw new UnreadableFileError(message("bank.file_is_empty"));
  if (/^\s*</.test(text)) return readCamt(text, encoding);
  if (isMt940(text)) return readMt940(text, encoding);
  return readBankCsv(text, encoding, hints);
}

/** XML says how it is encoded. What is neither that nor UTF-8 and has the fields of MT940 is read letter by letter: what counts in it is ASCII. */
function decode(bytes: Uint8Array, said?: string): DecodedFile {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const [, declared] = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head) ?? [];
  if (declared) return decodeFile(bytes, declared);
  try {
    return decodeFile(bytes, said);
  } catch (error) {
    if (!isMt940(Buffer.from(bytes.subarray(0, 20_000)).toString("latin1"))) throw error;
    const text = new TextDecoder("windows-1252").decode(bytes).replaceAll("\0", " ").replace(/\r\n?/g, "\n");
    return { text, encoding: "windows-1252" };
  }
}
