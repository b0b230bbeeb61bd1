import { sql } from "drizzle-orm";
import { atMost, check, index, money, oneOf, primaryKey, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { CREDIT_ENTRY_KINDS, CREDIT_OFFER_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { orders, payments } from "./orders.ts";

/** What somebody has with the school and pays with: never less than nothing. The sum of their entries in a currency. */
export const creditBalances = table(
  "credit_balances",
  {
    userId: text()
      .notNull()
      .references(() => users.id),
    currency: text().notNull(),
    balanceMinor: money().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.currency] }),
    check("credit_balances_amount", sql`${t.balanceMinor} >= 0`),
  ],
);

/** Everything that a balance was made of: more is positive, less is negative. Append-only. */
export const creditEntries = table(
  "credit_entries",
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    kind: text(CREDIT_ENTRY_KINDS).notNull(),
    currency: text().notNull(),
    amountMinor: money().notNull(),
    /** The order whose money it was, or that it has paid. */
    orderId: text().references(() => orders.id),
    /** Of credit instead of money: the payment that would have gone back. */
    paymentId: text().references(() => payments.id),
    reason: text().notNull().default(""),
    createdBy: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("credit_entries_by_user").on(t.userId, t.createdAt, t.id),
    index("credit_entries_by_order").on(t.orderId),
    index("credit_entries_by_payment").on(t.paymentId),
    index("credit_entries_by_created").on(t.createdAt, t.id),
    oneOf("credit_entries_kind", t.kind, CREDIT_ENTRY_KINDS),
    check("credit_entries_amount", sql`${t.amountMinor} <> 0`),
    atMost("credit_entries_reason_length", t.reason, 1000),
  ],
);

/** The school asks a student whether they take credit in place of the money that an order owes them. */
export const creditOffers = table(
  "credit_offers",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    amountMinor: money().notNull(),
    currency: text().notNull(),
    state: text(CREDIT_OFFER_STATES).notNull(),
    reason: text().notNull(),
    createdBy: text(),
    createdAt: timestamp().notNull(),
    decidedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("credit_offers_one_open").on(t.orderId).where(sql`state = 'offered'`),
    index("credit_offers_by_order").on(t.orderId, t.createdAt),
    oneOf("credit_offers_state", t.state, CREDIT_OFFER_STATES),
    check("credit_offers_amount", sql`${t.amountMinor} > 0`),
    atMost("credit_offers_reason_length", t.reason, 1000),
  ],
);
