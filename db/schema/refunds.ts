import { sql } from "drizzle-orm";
import {
  atMost,
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
import { PAYOUT_RUN_STATES, REFUND_APPROVALS, REFUND_STATES } from "../enums.ts";
import { orderLines, payments } from "./orders.ts";

export const refunds = table(
  "refunds",
  {
    id: text().primaryKey(),
    paymentId: text()
      .notNull()
      .references(() => payments.id),
    state: text(REFUND_STATES).notNull(),
    amountMinor: money().notNull(),
    currency: text().notNull(),
    reason: text().notNull(),
    reference: text(),
    failure: text(),
    requestedBy: text(),
    /** Where a refund by transfer went: the account's holder and number, without blanks. */
    payeeHolder: text(),
    payeeIban: text(),
    /** The file for the bank in which it stands. The payee is then the one of the file, whatever account the student gives afterwards. */
    payoutRunId: text().references(() => payoutRuns.id),
    /** The refund in whose place this one is: its transfer came back. */
    returnedId: text(),
    /** Whether a second person must allow it before it is sent; none where one person is enough. */
    approval: text(REFUND_APPROVALS),
    decidedBy: text(),
    decidedAt: timestamp(),
    createdAt: timestamp().notNull(),
    doneAt: timestamp(),
  },
  (t) => [
    index("refunds_by_payment").on(t.paymentId, t.createdAt),
    index("refunds_by_reference").on(t.reference),
    index("refunds_by_state").on(t.state, t.createdAt),
    index("refunds_by_created").on(t.createdAt, t.id),
    index("refunds_by_payout_run").on(t.payoutRunId),
    index("refunds_to_approve").on(t.createdAt).where(sql`approval = 'awaited'`),
    uniqueIndex("refunds_returned").on(t.returnedId),
    uniqueIndex("refunds_reference").on(t.paymentId, t.reference),
    oneOf("refunds_state", t.state, REFUND_STATES),
    check("refunds_amount", sql`${t.amountMinor} > 0`),
    atMost("refunds_reason_length", t.reason, 1000),
  ],
);

/** For which lines of an order a refund gives money back, where that was said. */
export const refundLines = table(
  "refund_lines",
  {
    refundId: text()
      .notNull()
      .references(() => refunds.id),
    orderLineId: text()
      .notNull()
      .references(() => orderLines.id),
    amountMinor: money().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.refundId, t.orderLineId] }),
    index("refund_lines_by_line").on(t.orderLineId),
    check("refund_lines_amount", sql`${t.amountMinor} > 0`),
  ],
);

/** Refunds that go to the bank in one file. What the file says is kept, so that it is the same at every download. */
export const payoutRuns = table(
  "payout_runs",
  {
    id: text().primaryKey(),
    /** Stands in the file and, at many banks, on the statement. */
    code: text().notNull(),
    state: text(PAYOUT_RUN_STATES).notNull(),
    currency: text().notNull(),
    /** The school's account at the time, from which the money goes. */
    debtorHolder: text().notNull(),
    debtorIban: text().notNull(),
    /** The day on which the bank is asked to send it. */
    requestedOn: text().notNull(),
    /** Counts what was taken out of it: a bank takes a file of the same name for the same file. */
    version: integer().notNull().default(1),
    createdBy: text(),
    createdAt: timestamp().notNull(),
    /** When the file was first downloaded; from then on it may be at the bank. */
    downloadedAt: timestamp(),
    endedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("payout_runs_code").on(t.code),
    index("payout_runs_by_created").on(t.createdAt, t.id),
    oneOf("payout_runs_state", t.state, PAYOUT_RUN_STATES),
  ],
);
