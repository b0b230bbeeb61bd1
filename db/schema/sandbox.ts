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
import { SANDBOX_CHECKOUT_STATES, SANDBOX_EVENT_STATES } from "../enums.ts";

/**
 * The books of the sandbox gateway. It plays a company elsewhere, so nothing of the school points here and nothing here
 * points at the school: the two agree by ids that they tell one another.
 */
export const sandboxCheckouts = table(
  "sandbox_checkouts",
  {
    id: text().primaryKey(),
    paymentId: text().notNull(),
    /** The same key is the same checkout, however often the school asks for it. */
    idempotencyKey: text().notNull(),
    orderCode: text().notNull(),
    amountMinor: money().notNull(),
    currency: text().notNull(),
    description: text().notNull(),
    state: text(SANDBOX_CHECKOUT_STATES).notNull(),
    cardLast4: text(),
    /** The school has asked that the card be kept for what it charges later. */
    keepsCard: bool().notNull().default(false),
    failure: text(),
    returnUrl: text().notNull(),
    cancelUrl: text().notNull(),
    expiresAt: timestamp().notNull(),
    createdAt: timestamp().notNull(),
    paidAt: timestamp(),
  },
  (t) => [
    uniqueIndex("sandbox_checkouts_payment").on(t.paymentId),
    uniqueIndex("sandbox_checkouts_idempotency").on(t.idempotencyKey),
    oneOf("sandbox_checkouts_state", t.state, SANDBOX_CHECKOUT_STATES),
    check("sandbox_checkouts_amount", sql`${t.amountMinor} > 0`),
    atMost("sandbox_checkouts_description", t.description, 500),
  ],
);

/** What the gateway has to tell the school, until the school has heard it. An event id may stand here more than once. */
export const sandboxEvents = table(
  "sandbox_events",
  {
    id: text().primaryKey(),
    eventId: text().notNull(),
    checkoutId: text()
      .notNull()
      .references(() => sandboxCheckouts.id),
    type: text().notNull(),
    body: json<unknown>().notNull(),
    state: text(SANDBOX_EVENT_STATES).notNull(),
    attempts: integer().notNull().default(0),
    nextTryAt: timestamp().notNull(),
    lastError: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("sandbox_events_due").on(t.nextTryAt).where(sql`state = 'due'`),
    index("sandbox_events_by_checkout").on(t.checkoutId),
    oneOf("sandbox_events_state", t.state, SANDBOX_EVENT_STATES),
  ],
);

export const sandboxRefunds = table(
  "sandbox_refunds",
  {
    id: text().primaryKey(),
    checkoutId: text()
      .notNull()
      .references(() => sandboxCheckouts.id),
    idempotencyKey: text().notNull(),
    amountMinor: money().notNull(),
    reason: text().notNull(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("sandbox_refunds_idempotency").on(t.idempotencyKey),
    index("sandbox_refunds_by_checkout").on(t.checkoutId),
    check("sandbox_refunds_amount", sql`${t.amountMinor} > 0`),
  ],
);
