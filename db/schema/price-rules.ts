import { sql } from "drizzle-orm";
import { atMost, bool, check, index, integer, json, money, oneOf, table, text, timestamp } from "../columns.ts";
import { DISCOUNT_SOURCES, PRICE_RULE_EFFECTS, PRICE_RULE_KINDS, PRICE_RULE_STATES } from "../enums.ts";
import { orderLines } from "./orders.ts";

/** Another price for whoever orders early, is of a group, has bought before or orders several places. Nobody types anything for it. */
export const priceRules = table(
  "price_rules",
  {
    id: text().primaryKey(),
    /** As the price names it: `Early bird`. */
    name: text().notNull(),
    kind: text(PRICE_RULE_KINDS).notNull(),
    /** For which cohort, or for all of which course; for everything where neither is said. */
    courseId: text(),
    cohortId: text(),
    effect: text(PRICE_RULE_EFFECTS).notNull(),
    /** Millionths: 100000 is 10 %. */
    percentPpm: integer(),
    /** What a place costs less, or what it costs. */
    amountMinor: money(),
    currency: text(),
    startsAt: timestamp(),
    /** Until when; an early bird always has it. */
    endsAt: timestamp(),
    /** Addresses and domains of a group, as `mailDomains` writes them. */
    addresses: json<string[]>().notNull(),
    /** How many days ago the course before may have been paid; none is ever. */
    withinDays: integer(),
    /** From which place of an order on. */
    fromPlace: integer().notNull().default(2),
    /** Whether it counts beside the best of the others, and not instead. */
    isAdded: bool().notNull().default(false),
    state: text(PRICE_RULE_STATES).notNull().default("active"),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
    endedAt: timestamp(),
  },
  (t) => [
    index("price_rules_by_created").on(t.createdAt, t.id),
    index("price_rules_active").on(t.cohortId, t.courseId).where(sql`state = 'active'`),
    oneOf("price_rules_state", t.state, PRICE_RULE_STATES),
    oneOf("price_rules_kind", t.kind, PRICE_RULE_KINDS),
    oneOf("price_rules_effect", t.effect, PRICE_RULE_EFFECTS),
    check(
      "price_rules_value",
      sql`(${t.effect} = 'percent' and ${t.percentPpm} between 1 and 1000000 and ${t.amountMinor} is null) or (${t.effect} <> 'percent' and ${t.amountMinor} >= 0 and ${t.currency} is not null and ${t.percentPpm} is null)`,
    ),
    check("price_rules_early", sql`${t.kind} <> 'early_bird' or ${t.endsAt} is not null`),
    check("price_rules_from_place", sql`${t.fromPlace} >= 2`),
    atMost("price_rules_name_length", t.name, 100),
  ],
);

/** Why a line of an order costs less than its place does, each reason by itself and in the words of the day on which it was sold. */
export const lineDiscounts = table(
  "line_discounts",
  {
    id: text().primaryKey(),
    orderLineId: text()
      .notNull()
      .references(() => orderLines.id),
    source: text(DISCOUNT_SOURCES).notNull(),
    /** The price rule or the coupon. */
    sourceId: text().notNull(),
    /** The rule's name, or the code that was typed. */
    label: text().notNull(),
    amountMinor: money().notNull(),
  },
  (t) => [
    index("line_discounts_by_line").on(t.orderLineId),
    oneOf("line_discounts_source", t.source, DISCOUNT_SOURCES),
    check("line_discounts_amount", sql`${t.amountMinor} > 0`),
    atMost("line_discounts_label_length", t.label, 100),
  ],
);
