import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  check,
  index,
  integer,
  json,
  money,
  oneOf,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { ACCOUNTS, BANK_FILE_FORMATS, BANK_LINE_STATES, BANK_MATCH_KINDS, BANK_STATEMENT_PROBLEMS } from "../enums.ts";
import { users } from "./accounts.ts";
import { orders, payments } from "./orders.ts";
import { refunds } from "./refunds.ts";
import { providerTransactions } from "./reconciliation.ts";

/** An account of the school whose statements are loaded. */
export const bankAccounts = table(
  "bank_accounts",
  {
    id: text().primaryKey(),
    /** The IBAN without blanks; where a bank names none, the account as its files name it. */
    iban: text().notNull(),
    /** What its files call it, where that is not the IBAN: a bank's code and an account number. */
    alias: text(),
    createdAt: timestamp().notNull(),
    createdBy: text().references(() => users.id),
    /** From when on the school does not use it any more: its lines stay, and what still comes to it is matched. */
    archivedAt: timestamp(),
    archivedBy: text().references(() => users.id),
  },
  (t) => [uniqueIndex("bank_accounts_iban").on(t.iban), atMost("bank_accounts_iban_length", t.iban, 40)],
);

/** What came of a part of a file that was not taken: a statement, a line. */
export type StoredBankFinding = { line: number; words: unknown };

/** A file from a bank that was loaded, once by its content. */
export const bankFiles = table(
  "bank_files",
  {
    id: text().primaryKey(),
    /** SHA-256 of its bytes. */
    hash: text().notNull(),
    name: text().notNull(),
    format: text(BANK_FILE_FORMATS).notNull(),
    lineCount: integer().notNull(),
    newCount: integer().notNull(),
    findings: json<StoredBankFinding[]>().notNull(),
    createdAt: timestamp().notNull(),
    createdBy: text().references(() => users.id),
  },
  (t) => [
    uniqueIndex("bank_files_hash").on(t.hash),
    index("bank_files_by_created").on(t.createdAt, t.id),
    oneOf("bank_files_format", t.format, BANK_FILE_FORMATS),
    atMost("bank_files_name_length", t.name, 255),
  ],
);

/** What a statement says the account held when it opened and when it closed; once, by whichever file it came. */
export const bankStatements = table(
  "bank_statements",
  {
    id: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => bankAccounts.id),
    fileId: text()
      .notNull()
      .references(() => bankFiles.id),
    currency: text().notNull(),
    /** Days as the bank writes them. */
    openingOn: text().notNull(),
    openingMinor: money().notNull(),
    closingOn: text().notNull(),
    closingMinor: money().notNull(),
    createdAt: timestamp().notNull(),
    /** How it does not follow on from the statement before it, and which that is. */
    problem: text(BANK_STATEMENT_PROBLEMS),
    previousId: text(),
    /** Why that is in order, in somebody's words. */
    explanation: text(),
    explainedAt: timestamp(),
    explainedBy: text().references(() => users.id),
  },
  (t) => [
    uniqueIndex("bank_statements_once").on(
      t.accountId,
      t.currency,
      t.closingOn,
      t.openingOn,
      t.openingMinor,
      t.closingMinor,
    ),
    index("bank_statements_problems").on(t.createdAt, t.id).where(sql`problem is not null and explained_at is null`),
    oneOf("bank_statements_problem", t.problem, BANK_STATEMENT_PROBLEMS),
    check("bank_statements_previous", sql`(${t.problem} is null) = (${t.previousId} is null)`),
    check("bank_statements_days", sql`${t.openingOn} <= ${t.closingOn}`),
    atMost("bank_statements_explanation_length", t.explanation, 500),
  ],
);

/** One movement on an account, as a bank's file says it. */
export const bankLines = table(
  "bank_lines",
  {
    id: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => bankAccounts.id),
    fileId: text()
      .notNull()
      .references(() => bankFiles.id),
    /** By which it is known again: the bank's own id of it, or what it says and the how many-th such it is of its day. */
    key: text().notNull(),
    /** What a file of another kind would say of the same movement; none where it names nothing that tells it apart. */
    pairKey: text(),
    /** The bank's id of the entry that it is a part of, or that stands for many payments. */
    entryRef: text(),
    source: text(BANK_FILE_FORMATS).notNull(),
    /** Where it stands in the file. */
    fileLine: integer().notNull(),
    state: text(BANK_LINE_STATES).notNull(),
    /** Days as the bank writes them, `2026-11-29`. */
    bookedOn: text().notNull(),
    valueOn: text(),
    /** What came in; below nothing, what went out. None where it cannot be told: `problem` says why. */
    amountMinor: money(),
    /** As it stands in the file. */
    amountText: text().notNull(),
    currency: text().notNull(),
    /** Whether the bank takes an earlier entry back. */
    isReversal: bool().notNull().default(false),
    /** Who paid, or was paid. */
    name: text().notNull().default(""),
    iban: text().notNull().default(""),
    /** The structured reference, without blanks. */
    reference: text().notNull().default(""),
    endToEndId: text().notNull().default(""),
    text: text().notNull().default(""),
    /** Why a transfer came back: the bank's code. */
    returnReason: text(),
    /** What was sent, in another currency, in words: `100.00 USD`. */
    foreign: text(),
    /** Of how many payments it is the sum, when the file does not list them. */
    batchCount: integer(),
    /** Why nothing can be done with it before a person has looked. */
    problem: json<unknown>(),
    ignoredReason: text(),
    /** The line of money that came in which this one takes back, once a person or the bank's own id has said so. */
    reversesId: text(),
    createdAt: timestamp().notNull(),
    decidedAt: timestamp(),
    decidedBy: text().references(() => users.id),
  },
  (t) => [
    uniqueIndex("bank_lines_key").on(t.accountId, t.key),
    index("bank_lines_by_pair").on(t.accountId, t.pairKey),
    index("bank_lines_by_entry").on(t.accountId, t.entryRef),
    index("bank_lines_by_booked").on(t.bookedOn, t.id),
    index("bank_lines_by_created").on(t.createdAt, t.id),
    index("bank_lines_by_state").on(t.state, t.bookedOn, t.id),
    index("bank_lines_by_amount").on(t.amountMinor),
    // What came in is taken back once.
    uniqueIndex("bank_lines_reverses").on(t.reversesId),
    oneOf("bank_lines_state", t.state, BANK_LINE_STATES),
    oneOf("bank_lines_source", t.source, BANK_FILE_FORMATS),
    check("bank_lines_amount", sql`${t.amountMinor} is not null or ${t.problem} is not null`),
    atMost("bank_lines_text_length", t.text, 2000),
    atMost("bank_lines_ignored_reason_length", t.ignoredReason, 500),
  ],
);

/** What a line was taken for: money of an order, a refund that went out or came back, a provider's payout, what the bank charges, or money of no order. */
export const bankMatches = table(
  "bank_matches",
  {
    id: text().primaryKey(),
    lineId: text()
      .notNull()
      .references(() => bankLines.id),
    kind: text(BANK_MATCH_KINDS).notNull(),
    /** Of money of an order. */
    orderId: text().references(() => orders.id),
    paymentId: text().references(() => payments.id),
    refundId: text().references(() => refunds.id),
    /** The payout by the provider's books; none where it has not told of it yet. */
    transactionId: text().references(() => providerTransactions.id),
    /** Of money of no order: the account that it is booked to, and what it is, in somebody's words. */
    account: text(ACCOUNTS),
    words: text(),
    /** Of the line, in its currency; always more than nothing. */
    amountMinor: money().notNull(),
    currency: text().notNull(),
    /** Whether it moved money: not where a person had confirmed the transfer, or marked the refund as sent, before the line came. */
    hasMoved: bool().notNull().default(true),
    /** Nobody, where it settled by itself. */
    matchedBy: text().references(() => users.id),
    createdAt: timestamp().notNull(),
    undoneAt: timestamp(),
    undoneBy: text().references(() => users.id),
    /** The reversal in the ledger by which it was undone. */
    reversalId: text(),
  },
  (t) => [
    index("bank_matches_by_line").on(t.lineId, t.createdAt),
    index("bank_matches_by_order").on(t.orderId),
    index("bank_matches_by_refund").on(t.refundId),
    index("bank_matches_by_account").on(t.createdAt).where(sql`account is not null`),
    uniqueIndex("bank_matches_by_transaction").on(t.transactionId).where(sql`undone_at is null`),
    oneOf("bank_matches_kind", t.kind, BANK_MATCH_KINDS),
    check(
      "bank_matches_order",
      sql`(${t.kind} in ('provider_payout', 'bank_charge', 'account', 'duplicate')) = (${t.orderId} is null) and (${t.orderId} is null) = (${t.paymentId} is null)`,
    ),
    check("bank_matches_account", sql`(${t.kind} = 'account') = (${t.account} is not null)`),
    atMost("bank_matches_words_length", t.words, 300),
    check("bank_matches_amount", sql`${t.amountMinor} > 0`),
  ],
);

/** How a bank's CSV is read, by the names of its columns: said once, and known when the next one comes. */
export const bankCsvMappings = table("bank_csv_mappings", {
  /** SHA-256 of the names of the columns. */
  fingerprint: text().primaryKey(),
  /** What each column holds, by its place; empty for one that is not read. */
  columns: json<string[]>().notNull(),
  dateOrder: text().notNull(),
  decimalMark: text().notNull(),
  currency: text().notNull(),
  accountId: text().references(() => bankAccounts.id),
  updatedAt: timestamp().notNull(),
});
