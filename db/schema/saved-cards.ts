import { sql } from "drizzle-orm";
import { index, integer, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { PROVIDERS } from "../enums.ts";
import { users } from "./accounts.ts";
import { orders } from "./orders.ts";

/**
 * A card that its holder lets the school charge for the parts of one order that follow. The provider has the card; here is only what its
 * holder knows it by.
 */
export const savedCards = table(
  "saved_cards",
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    provider: text(PROVIDERS).notNull(),
    /** The provider's ids of whoever holds the card, and of the card. */
    customerReference: text().notNull(),
    methodReference: text().notNull(),
    brand: text().notNull(),
    last4: text().notNull(),
    expMonth: integer().notNull(),
    expYear: integer().notNull(),
    /** When its holder agreed, by paying below the words of the agreement. */
    agreedAt: timestamp().notNull(),
    createdAt: timestamp().notNull(),
    removedAt: timestamp(),
    /** When the provider had forgotten it too. */
    forgottenAt: timestamp(),
  },
  (t) => [
    uniqueIndex("saved_cards_one_live").on(t.orderId).where(sql`removed_at is null`),
    index("saved_cards_by_user").on(t.userId, t.createdAt),
    index("saved_cards_to_forget").on(t.removedAt).where(sql`removed_at is not null and forgotten_at is null`),
    oneOf("saved_cards_provider", t.provider, PROVIDERS),
  ],
);
