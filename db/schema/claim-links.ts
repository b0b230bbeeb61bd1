import { sql } from "drizzle-orm";
import { atMost, check, index, integer, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { CLAIM_LINK_STATES } from "../enums.ts";
import { cohorts } from "./courses.ts";
import { enrolments } from "./enrolments.ts";
import { orderLines } from "./orders.ts";

/**
 * A place that was bought for somebody else, and the link with which they claim it. Its seat counts from the order on. The link itself
 * is not stored: it is computed from the id and the version (domain/claim-links/claim-secret.ts).
 */
export const claimLinks = table(
  "claim_links",
  {
    id: text().primaryKey(),
    orderLineId: text()
      .notNull()
      .references(() => orderLines.id),
    /** The cohort in which the place is; the line names the one that was sold. */
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    state: text(CLAIM_LINK_STATES).notNull(),
    /** For whom the buyer means it; empty where they did not say. Whoever claims it has their own name. */
    name: text().notNull().default(""),
    /** Where the link is mailed to. */
    email: text(),
    /** Counts the links of this place: only the newest works. */
    version: integer().notNull().default(1),
    /** The newest link was withdrawn, and none was made since. */
    withdrawnAt: timestamp(),
    /** When the newest link was mailed last. */
    mailedAt: timestamp(),
    /** What became of it. The enrolment names no order: that is the buyer's, and not the student's. */
    enrolmentId: text().references(() => enrolments.id),
    claimedAt: timestamp(),
    endedAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("claim_links_by_line").on(t.orderLineId),
    uniqueIndex("claim_links_by_enrolment").on(t.enrolmentId),
    index("claim_links_by_cohort").on(t.cohortId, t.state),
    index("claim_links_by_created").on(t.createdAt, t.id),
    index("claim_links_by_state").on(t.state, t.createdAt, t.id),
    oneOf("claim_links_state", t.state, CLAIM_LINK_STATES),
    check("claim_links_claimed", sql`${t.state} <> 'claimed' or ${t.enrolmentId} is not null`),
    check("claim_links_version", sql`${t.version} > 0`),
    atMost("claim_links_name_length", t.name, 200),
    atMost("claim_links_email_length", t.email, 254),
  ],
);
