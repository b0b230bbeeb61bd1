import { sql } from "drizzle-orm";
import { atMost, index, money, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { DIFFERENCE_KINDS, PROVIDERS } from "../enums.ts";

/** What moved the school's balance at a provider, once by the provider's id. Amounts as the balance saw them. */
export const providerTransactions = table(
  "provider_transactions",
  {
    id: text().primaryKey(),
    provider: text(PROVIDERS).notNull(),
    /** The provider's own id of it. */
    reference: text().notNull(),
    /** What it was: charge, refund, dispute, fee, payout or other. */
    kind: text().notNull(),
    currency: text().notNull(),
    /** What was added to the balance (taken from it, where negative), the provider's fee of it, and what was left of the two. */
    grossMinor: money().notNull(),
    feeMinor: money().notNull(),
    netMinor: money().notNull(),
    /** The provider's id of what it was made by: a charge, a refund, a dispute, a payout. */
    source: text(),
    /** The payment, where the provider names it. */
    paymentReference: text(),
    /** From which day it can be paid out (`2026-11-29`). */
    availableOn: text(),
    payoutReference: text(),
    occurredAt: timestamp().notNull(),
    storedAt: timestamp().notNull(),
    /** What of ours it is: `payment`, `refund` or `dispute`, and its id; `foreign`: another app's. None where ours has not been found. */
    matchedType: text(),
    matchedId: text(),
    /** When it was booked. */
    postedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("provider_transactions_reference").on(t.provider, t.reference),
    index("provider_transactions_by_time").on(t.provider, t.occurredAt),
    index("provider_transactions_by_match").on(t.matchedType, t.matchedId),
    index("provider_transactions_payouts").on(t.occurredAt).where(sql`kind = 'payout'`),
    index("provider_transactions_to_post").on(t.occurredAt).where(sql`posted_at is null`),
    oneOf("provider_transactions_provider", t.provider, PROVIDERS),
  ],
);

/** What a provider's books and ours do not agree on, with both sides. */
export const providerDifferences = table(
  "provider_differences",
  {
    id: text().primaryKey(),
    provider: text(PROVIDERS).notNull(),
    kind: text(DIFFERENCE_KINDS).notNull(),
    /** What it is about: the same difference found again is the same row. */
    subject: text().notNull(),
    ourType: text(),
    ourId: text(),
    ourMinor: money(),
    ourCurrency: text(),
    theirReference: text(),
    theirMinor: money(),
    theirCurrency: text(),
    occurredAt: timestamp().notNull(),
    foundAt: timestamp().notNull(),
    resolvedAt: timestamp(),
    /** Who resolved it; none where the next comparison found that the two agree. */
    resolvedBy: text(),
    note: text().notNull().default(""),
  },
  (t) => [
    uniqueIndex("provider_differences_subject").on(t.provider, t.kind, t.subject),
    index("provider_differences_open").on(t.foundAt).where(sql`resolved_at is null`),
    index("provider_differences_by_found").on(t.foundAt, t.id),
    oneOf("provider_differences_kind", t.kind, DIFFERENCE_KINDS),
    oneOf("provider_differences_provider", t.provider, PROVIDERS),
    atMost("provider_differences_note", t.note, 500),
  ],
);
