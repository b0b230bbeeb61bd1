import type { BANK_FILE_FORMATS } from "#db/enums.ts";
import type { CsvMapping } from "./csv-mapping.ts";
import type { Message } from "#messages/message.ts";

export type BankFileFormat = (typeof BANK_FILE_FORMATS)[number];

/** Why a part of a file is not taken, or needs a look, and the line of the file where it stands. */
export type BankFinding = { line: number; words: Message };

/** One movement on an account, as a bank's file says it. Days are `2026-11-29`; amounts are whole minor units, below nothing what went out. */
export type StatementLine = {
  /** Where it stands in the file. */
  line: number;
  /** The bank's own id of it; empty where it gives none. */
  bankId: string;
  /** The bank's id of the entry that it is a part of. */
  entryRef: string;
  bookedOn: string | null;
  valueOn: string | null;
  amountMinor: number | null;
  amountText: string;
  currency: string;
  isReversal: boolean;
  name: string;
  iban: string;
  reference: string;
  endToEndId: string;
  text: string;
  returnReason: string | null;
  foreign: string | null;
  /** Of how many payments it is the sum, when the file does not list them. */
  batchCount: number | null;
  /** Why it is kept without being matched. */
  problem: Message | null;
};

/** A statement of one account, or a notice of some entries on it. */
export type Statement = {
  line: number;
  /** The account as the file names it: an IBAN, or a bank's code and a number; empty where a table names none. */
  account: string;
  lines: StatementLine[];
  /** What keeps it from being taken at all. */
  refusal: BankFinding | null;
  /** What was left out of it, or seems to be missing. */
  notes: BankFinding[];
  /** Its number in the year and its page, where the bank counts them, by which gaps are found. */
  sequence: number | null;
  /** What the account held before it and after it; none where the bank names only one of them, or no day of it. */
  balances?:
    | { currency: string; openingOn: string; openingMinor: number; closingOn: string; closingMinor: number }
    | undefined;
};

export type BankFile = {
  format: BankFileFormat;
  encoding: string;
  statements: Statement[];
  /** How a table was read, to be remembered. */
  mapping?: CsvMapping;
};

export const EMPTY_LINE: Omit<StatementLine, "line" | "amountText" | "currency"> = {
  ...{ bankId: "", entryRef: "", bookedOn: null, valueOn: null, amountMinor: null, isReversal: false },
  ...{ name: "", iban: "", reference: "", endToEndId: "", text: "" },
  ...{ returnReason: null, foreign: null, batchCount: null, problem: null },
};
