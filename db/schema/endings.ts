import { check, index, integer, oneOf, table, text, timestamp, uniqueIndex, atMost } from "../columns.ts";
import { sql } from "drizzle-orm";
import { COHORT_ENDING_STATES, WITHDRAWAL_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { claimLinks } from "./claim-links.ts";
import { cohorts } from "./courses.ts";
import { enrolments } from "./enrolments.ts";
import { orders } from "./orders.ts";

/** The places that a cohort had when it was cancelled, and how far the job has come with each. */
export const cohortEndings = table(
  "cohort_endings",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    /** One of the two: a place that somebody has, or one that was bought for others and nobody has claimed. */
    enrolmentId: text().references(() => enrolments.id),
    claimLinkId: text().references(() => claimLinks.id),
    state: text(COHORT_ENDING_STATES).notNull(),
    /** Why it could not be ended when it was tried last: the code of a refusal, or `broken`. */
    failure: text(),
    attempts: integer().notNull().default(0),
    triedAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("cohort_endings_enrolment").on(t.cohortId, t.enrolmentId),
    uniqueIndex("cohort_endings_claim_link").on(t.cohortId, t.claimLinkId),
    index("cohort_endings_by_cohort").on(t.cohortId, t.state, t.id),
    oneOf("cohort_endings_state", t.state, COHORT_ENDING_STATES),
    check("cohort_endings_place", sql`(${t.enrolmentId} is null) <> (${t.claimLinkId} is null)`),
  ],
);

/** What somebody has declared without signing in: that they withdraw from a contract. It is kept as it was typed. */
export const withdrawals = table(
  "withdrawals",
  {
    id: text().primaryKey(),
    /** What was typed: the order's code, the address for the receipt, and the name. */
    code: text().notNull(),
    email: text().notNull(),
    name: text().notNull(),
    /** The order, where code and address fit together. */
    orderId: text().references(() => orders.id),
    state: text(WITHDRAWAL_STATES).notNull(),
    receivedAt: timestamp().notNull(),
    decidedBy: text().references(() => users.id),
    decidedAt: timestamp(),
    reason: text(),
  },
  (t) => [
    index("withdrawals_by_received").on(t.receivedAt, t.id),
    index("withdrawals_by_state").on(t.state, t.receivedAt, t.id),
    index("withdrawals_by_order").on(t.orderId),
    oneOf("withdrawals_state", t.state, WITHDRAWAL_STATES),
    atMost("withdrawals_code_length", t.code, 40),
    atMost("withdrawals_name_length", t.name, 200),
    atMost("withdrawals_email_length", t.email, 254),
    atMost("withdrawals_reason_length", t.reason, 500),
  ],
);
