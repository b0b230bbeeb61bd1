import { sql } from "drizzle-orm";
import { atMost, check, index, integer, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { TAX_CATEGORIES } from "../enums.ts";
import { users } from "./accounts.ts";

/** A rate of tax from a day on, until the next one of the same kind and country. What was sold keeps a copy of its own. */
export const taxRates = table(
  "tax_rates",
  {
    id: text().primaryKey(),
    /** What courses it is for, in the school's words; the empty one is for every course of no other kind. */
    kind: text().notNull().default(""),
    /** ISO 3166-1 alpha-2 of the buyers that it is for; empty for all who have none of their own. */
    country: text().notNull().default(""),
    category: text(TAX_CATEGORIES).notNull(),
    /** Millionths: 81000 is 8.1 %. */
    ratePpm: integer().notNull(),
    /** Why no tax is charged; printed on invoices. */
    note: text().notNull().default(""),
    /** The first day of it, by the calendar of the cohort that is sold (`2027-01-01`). */
    validFrom: text().notNull(),
    createdBy: text().references(() => users.id),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("tax_rates_from").on(t.kind, t.country, t.validFrom),
    index("tax_rates_by_created").on(t.createdAt, t.id),
    oneOf("tax_rates_category", t.category, TAX_CATEGORIES),
    check(
      "tax_rates_rate",
      sql`${t.ratePpm} between 0 and 1000000 and (${t.ratePpm} = 0) = (${t.category} <> 'standard')`,
    ),
    atMost("tax_rates_kind_length", t.kind, 60),
    atMost("tax_rates_note_length", t.note, 300),
  ],
);
