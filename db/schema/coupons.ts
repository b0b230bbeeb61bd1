import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  check,
  index,
  integer,
  money,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { COUPON_KINDS, COUPON_SCOPES, COUPON_STATES, COUPON_USE_STATES } from "../enums.ts";
import { orders } from "./orders.ts";

/** Something off the price for whoever has one of its codes. */
export const coupons = table(
  "coupons",
  {
    id: text().primaryKey(),
    /** For the office. */
    name: text().notNull(),
    kind: text(COUPON_KINDS).notNull(),
    /** Millionths: 100000 is 10 %. None of an amount. */
    percentPpm: integer(),
    /** Off the whole order. None of a share. */
    amountMinor: money(),
    /** In which currency its amount and its minimum are; none where it has neither. */
    currency: text(),
    /** What the places of an order must cost together, before anything is taken off. */
    minimumMinor: money(),
    startsAt: timestamp(),
    endsAt: timestamp(),
    /** How many orders may use it; none is as many as come. */
    usesMax: integer(),
    /** How many orders that wait or are paid use it. */
    uses: integer().notNull().default(0),
    usesPerPersonMax: integer(),
    /** For how many places of one order it counts; none is all of them. */
    placesMax: integer(),
    /** Whether it can be used beside other coupons and price rules. */
    isCombinable: bool().notNull().default(false),
    state: text(COUPON_STATES).notNull().default("active"),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
    endedAt: timestamp(),
  },
  (t) => [
    index("coupons_by_created").on(t.createdAt, t.id),
    index("coupons_active").on(t.createdAt).where(sql`state = 'active'`),
    oneOf("coupons_state", t.state, COUPON_STATES),
    oneOf("coupons_kind", t.kind, COUPON_KINDS),
    check(
      "coupons_value",
      sql`(${t.kind} = 'percent' and ${t.percentPpm} between 1 and 1000000 and ${t.amountMinor} is null) or (${t.kind} = 'amount' and ${t.amountMinor} > 0 and ${t.currency} is not null and ${t.percentPpm} is null)`,
    ),
    check("coupons_minimum", sql`${t.minimumMinor} is null or (${t.minimumMinor} > 0 and ${t.currency} is not null)`),
    check("coupons_uses", sql`${t.uses} >= 0`),
    atMost("coupons_name_length", t.name, 200),
  ],
);

/** What somebody types for a coupon: one code for all, or many for one order each. */
export const couponCodes = table(
  "coupon_codes",
  {
    /** The code as it is compared: upper case, letters and digits alone. */
    key: text().primaryKey(),
    couponId: text()
      .notNull()
      .references(() => coupons.id),
    /** As people see it. */
    code: text().notNull(),
    isSingleUse: bool().notNull(),
    /** How many orders that wait or are paid use it. */
    uses: integer().notNull().default(0),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("coupon_codes_by_coupon").on(t.couponId, t.key),
    uniqueIndex("coupon_codes_one_for_all").on(t.couponId).where(sql`not is_single_use`),
    check("coupon_codes_uses", sql`${t.uses} >= 0`),
    atMost("coupon_codes_length", t.code, 60),
  ],
);

/** For what a coupon can be used. One without a row can be used for everything. */
export const couponScopes = table(
  "coupon_scopes",
  {
    couponId: text()
      .notNull()
      .references(() => coupons.id),
    kind: text(COUPON_SCOPES).notNull(),
    /** The subject as courses have it, or the id of the course or cohort. */
    target: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.couponId, t.kind, t.target] }), oneOf("coupon_scopes_kind", t.kind, COUPON_SCOPES)],
);

/** An order that used a coupon, also once it has ended. */
export const couponUses = table(
  "coupon_uses",
  {
    id: text().primaryKey(),
    couponId: text()
      .notNull()
      .references(() => coupons.id),
    codeKey: text()
      .notNull()
      .references(() => couponCodes.key),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    state: text(COUPON_USE_STATES).notNull(),
    /** What it took off the order. */
    discountMinor: money().notNull(),
    currency: text().notNull(),
    createdAt: timestamp().notNull(),
    usedAt: timestamp(),
    releasedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("coupon_uses_once").on(t.orderId, t.couponId),
    index("coupon_uses_by_coupon").on(t.couponId, t.createdAt, t.id),
    index("coupon_uses_by_code").on(t.codeKey),
    index("coupon_uses_by_created").on(t.createdAt, t.id),
    oneOf("coupon_uses_state", t.state, COUPON_USE_STATES),
    check("coupon_uses_discount", sql`${t.discountMinor} >= 0`),
  ],
);
