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
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import {
  DISPUTE_STATES,
  HOLD_STATES,
  LINE_KINDS,
  ORDER_STATES,
  PAYMENT_STATES,
  PROVIDERS,
  REVIEW_REASONS,
  TAX_CATEGORIES,
} from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts } from "./courses.ts";

export const orders = table(
  "orders",
  {
    id: text().primaryKey(),
    /** What people read aloud; never I, O, 0 or 1. */
    code: text().notNull(),
    buyerId: text()
      .notNull()
      .references(() => users.id),
    state: text(ORDER_STATES).notNull(),
    currency: text().notNull(),
    totalMinor: money().notNull(),
    /** Until when it may be paid; the hold lasts as long. */
    expiresAt: timestamp(),
    paidAt: timestamp(),
    cancelledAt: timestamp(),
    cancelReason: text(),
    /** What the school keeps of a cancelled order that was paid, as its cohort's terms said when it was cancelled. */
    keptMinor: money().notNull().default(0),
    /**
     * Why a person must look at it (late money and no seat, paid twice); none when all is well. Beside it the table still has
     * `attention`, its name of before, which triggers hold equal for the version before. The next version drops it and them.
     */
    reviewReason: text(REVIEW_REASONS),
    /** Since when; none for what was flagged before that was kept. */
    reviewSince: timestamp(),
    /** To which account the buyer asks for a refund by transfer: its holder and number, without blanks. */
    refundHolder: text(),
    refundIban: text(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("orders_code").on(t.code),
    index("orders_by_buyer").on(t.buyerId, t.createdAt),
    index("orders_by_created").on(t.createdAt, t.id),
    index("orders_by_state").on(t.state, t.createdAt, t.id),
    index("orders_to_expire").on(t.expiresAt).where(sql`state = 'awaiting_payment'`),
    index("orders_to_review").on(t.createdAt).where(sql`review_reason is not null`),
    index("orders_by_review").on(t.reviewReason).where(sql`review_reason is not null`),
    oneOf("orders_state", t.state, ORDER_STATES),
    oneOf("orders_review_reason", t.reviewReason, REVIEW_REASONS),
    check("orders_total", sql`${t.totalMinor} >= 0`),
  ],
);

/** On what terms a place was sold: until when it may be given back or moved, and what comes back then. Moments are ISO 8601, in UTC. */
export type AgreedTerms = {
  cohortId: string;
  agreedAt: string;
  /** When the cohort was to begin, and by which clock its days are counted. */
  startsAt: string | null;
  timezone: string;
  cancelDays: number | null;
  cancelPercent: number;
  cancelFeeMinor: number;
  currency: string;
  moveDays: number | null;
  /** What a place cost by the list then, in minor units; none of what was sold before this was kept. */
  priceMinor?: number;
  /** The office has moved the place there and left the difference in price as it was. */
  isUnsettled?: true;
};

export const orderLines = table(
  "order_lines",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    /** A renewal takes no seat. A move is the difference in price for another cohort, whose seat is held meanwhile. */
    kind: text(LINE_KINDS).notNull().default("enrolment"),
    /** The terms of the day on which it was bought, and those of each cohort that its place was moved to since. None of a renewal. */
    terms: json<AgreedTerms[]>(),
    quantity: integer().notNull().default(1),
    unitMinor: money().notNull(),
    discountMinor: money().notNull().default(0),
    /** Of the total, which is what is paid, tax and all. */
    taxMinor: money().notNull().default(0),
    /** What the place costs with tax and the discount on it, where the buyer accounts for the tax and it was taken off both. */
    taxedUnitMinor: money(),
    taxedDiscountMinor: money(),
    /** The rate of the day on which it is taught, in millionths: 81000 is 8.1 %. */
    taxRatePpm: integer().notNull().default(0),
    taxCategory: text(TAX_CATEGORIES).notNull().default("outside"),
    /** Why no tax is charged, as it was when it was bought; printed on invoices. */
    taxNote: text().notNull().default(""),
    totalMinor: money().notNull(),
  },
  (t) => [
    index("order_lines_by_order").on(t.orderId),
    index("order_lines_by_cohort").on(t.cohortId),
    check("order_lines_quantity", sql`${t.quantity} > 0`),
    check("order_lines_total", sql`${t.totalMinor} = ${t.unitMinor} * ${t.quantity} - ${t.discountMinor}`),
    check(
      "order_lines_amounts",
      sql`${t.totalMinor} >= 0 and ${t.unitMinor} >= 0 and ${t.discountMinor} >= 0 and ${t.taxMinor} >= 0`,
    ),
  ],
);

/** A seat kept until a time, for an order line or for an offer from the waiting list. */
export const holds = table(
  "holds",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    orderLineId: text().references(() => orderLines.id),
    waitingId: text(),
    /** The block of kept seats that it belongs to, also once somebody has it. */
    blockId: text(),
    state: text(HOLD_STATES).notNull(),
    until: timestamp().notNull(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("holds_one_live_line").on(t.orderLineId).where(sql`state = 'held'`),
    uniqueIndex("holds_one_live_offer").on(t.waitingId).where(sql`state = 'held'`),
    index("holds_by_block").on(t.blockId, t.state).where(sql`block_id is not null`),
    index("holds_by_cohort").on(t.cohortId, t.state),
    index("holds_to_release").on(t.until).where(sql`state = 'held'`),
    oneOf("holds_state", t.state, HOLD_STATES),
  ],
);

/** One attempt to pay an order. */
export const payments = table(
  "payments",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    provider: text(PROVIDERS).notNull(),
    state: text(PAYMENT_STATES).notNull(),
    amountMinor: money().notNull(),
    currency: text().notNull(),
    /** The provider's own id of this attempt, once it is known. */
    reference: text(),
    /** Stored before the provider is called, so that a repeated call is the same call. */
    idempotencyKey: text().notNull(),
    checkoutUrl: text(),
    failure: text(),
    /** Which instalments of its order it is for, from the first to the last; none where the order is paid at once. */
    firstInstalment: integer(),
    lastInstalment: integer(),
    /** The buyer has agreed that the card they pay with is kept for the parts that follow. */
    keepsCard: bool().notNull().default(false),
    /** The kept card that the school charges by itself; none where the buyer pays on the provider's page. */
    savedCardId: text(),
    /** When the provider was last asked to charge the kept card: whoever asks next takes turns by it. */
    chargeTriedAt: timestamp(),
    expiresAt: timestamp(),
    settledAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("payments_reference").on(t.provider, t.reference),
    index("payments_by_amount").on(t.amountMinor, t.createdAt),
    // One part is asked of one kept card once, whoever else runs the job.
    uniqueIndex("payments_card_charge")
      .on(t.savedCardId, t.orderId, t.firstInstalment)
      .where(sql`saved_card_id is not null`),
    index("payments_declined_cards").on(t.orderId).where(sql`saved_card_id is not null and state = 'failed'`),
    index("payments_open_charges").on(t.chargeTriedAt).where(sql`saved_card_id is not null and state = 'pending'`),
    uniqueIndex("payments_idempotency").on(t.idempotencyKey),
    index("payments_by_order").on(t.orderId, t.createdAt),
    index("payments_by_state").on(t.state, t.createdAt, t.id),
    index("payments_by_created").on(t.createdAt, t.id),
    // Few among many, and the office's menu counts them on each page. SQLite takes it only if it begins with what is asked for.
    index("payments_open_transfers")
      .on(t.provider, t.state, t.createdAt)
      .where(sql`provider = 'bank' and state in ('created', 'pending')`),
    oneOf("payments_state", t.state, PAYMENT_STATES),
    oneOf("payments_provider", t.provider, PROVIDERS),
    check("payments_amount", sql`${t.amountMinor} > 0`),
  ],
);

/** What a provider calls a payment besides its reference: the ids that stand on its statements and in its dashboard. */
export const paymentAliases = table(
  "payment_aliases",
  {
    alias: text().notNull(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
  },
  (t) => [primaryKey({ columns: [t.alias, t.paymentId] })],
);

/** The buyer's bank wants a payment back. The provider decides it; the ledger follows its money. */
export const disputes = table(
  "disputes",
  {
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    /** The provider's own id of it. */
    reference: text().notNull(),
    state: text(DISPUTE_STATES).notNull(),
    amountMinor: money().notNull(),
    currency: text().notNull(),
    /** Why, in the provider's word. */
    reason: text().notNull(),
    /** Until when the school may answer; none when nothing can be answered. */
    respondBy: timestamp(),
    /** When we heard that its money was taken out of the school's balance; an enquiry takes none. */
    withdrawnAt: timestamp(),
    /** When we heard that its money was put back. */
    reinstatedAt: timestamp(),
    createdAt: timestamp().notNull(),
    closedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("disputes_reference").on(t.paymentId, t.reference),
    index("disputes_open").on(t.createdAt).where(sql`state = 'open'`),
    oneOf("disputes_state", t.state, DISPUTE_STATES),
    check("disputes_amount", sql`${t.amountMinor} > 0`),
    atMost("disputes_reason_length", t.reason, 200),
  ],
);

/** What a provider told us, once by its event id, in the transaction of its effect. */
export const providerEvents = table(
  "provider_events",
  {
    id: text().primaryKey(),
    provider: text(PROVIDERS).notNull(),
    eventId: text().notNull(),
    /** The payment it speaks of, as the provider says; not a reference, because a provider may speak of what is not ours. */
    paymentId: text(),
    type: text().notNull(),
    body: json<unknown>().notNull(),
    outcome: text().notNull(),
    /** Which of the school's signing secrets proved it, by its fingerprint. */
    signedWith: text(),
    receivedAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("provider_events_event").on(t.provider, t.eventId),
    index("provider_events_by_secret").on(t.signedWith, t.receivedAt).where(sql`signed_with is not null`),
    index("provider_events_foreign").on(t.receivedAt).where(sql`payment_id is null`),
    index("provider_events_by_time").on(t.receivedAt, t.id),
    index("provider_events_by_payment").on(t.paymentId, t.receivedAt),
  ],
);
