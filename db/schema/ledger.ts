import { sql } from "drizzle-orm";
import { check, index, integer, money, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { LEDGER_ACCOUNTS } from "../enums.ts";

/** Something that happened to money. Append-only; each row carries the hash of the one before. */
export const journals = table(
  "journals",
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    at: timestamp().notNull(),
    kind: text().notNull(),
    sourceType: text().notNull(),
    sourceId: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    uniqueIndex("journals_id").on(t.id),
    uniqueIndex("journals_source").on(t.sourceType, t.sourceId, t.kind),
    index("journals_by_time").on(t.at),
  ],
);

/** One side of a journal. Debits are positive; a journal's postings sum to zero in each currency. Append-only. */
export const postings = table(
  "postings",
  {
    id: text().primaryKey(),
    journalSeq: integer()
      .notNull()
      .references(() => journals.seq),
    account: text(LEDGER_ACCOUNTS).notNull(),
    /** Which drawer of the account: the provider for clearing, the order for customer funds. */
    detail: text().notNull().default(""),
    amountMinor: money().notNull(),
    currency: text().notNull(),
  },
  (t) => [
    index("postings_by_journal").on(t.journalSeq),
    index("postings_by_account").on(t.account, t.currency, t.detail),
    oneOf("postings_account", t.account, LEDGER_ACCOUNTS),
    check("postings_amount", sql`${t.amountMinor} <> 0`),
  ],
);
