import { sql } from "drizzle-orm";
import { bool, check, index, integer, money, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { INSTALMENT_KINDS, INSTALMENT_STATES } from "../enums.ts";
import { orders, payments } from "./orders.ts";

/** What an order asks for in parts, fixed when its buyer has chosen to pay so. An order without rows is paid at once. */
export const orderInstalments = table(
  "order_instalments",
  {
    id: text().primaryKey(),
    orderId: text()
      .notNull()
      .references(() => orders.id),
    /** From 1. A fee has that of the part that was late. */
    number: integer().notNull(),
    kind: text(INSTALMENT_KINDS).notNull(),
    /** Which reminder of the part a fee is for, from 1; 0 for the part itself. */
    level: integer().notNull().default(0),
    /** The last day on which it is paid in time (`2027-03-03`), on the cohort's calendar, and when that day is over. */
    dueOn: text().notNull(),
    lateFrom: timestamp().notNull(),
    amountMinor: money().notNull(),
    state: text(INSTALMENT_STATES).notNull(),
    /** None of what was paid with credit. */
    paymentId: text().references(() => payments.id),
    paidAt: timestamp(),
    /** Of a part: which reminder was sent last. -1 is the one before its day, from 1 those after it; none was sent yet. */
    remindedLevel: integer(),
    remindedAt: timestamp(),
    /** When access was suspended because it was late: once for each part, so that the office's word stands after that. */
    suspendedAt: timestamp(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("order_instalments_once").on(t.orderId, t.number, t.level),
    index("order_instalments_due").on(t.lateFrom, t.id).where(sql`state = 'due'`),
    index("order_instalments_by_payment").on(t.paymentId),
    oneOf("order_instalments_state", t.state, INSTALMENT_STATES),
    oneOf("order_instalments_kind", t.kind, INSTALMENT_KINDS),
    check("order_instalments_amount", sql`${t.amountMinor} > 0`),
    check("order_instalments_number", sql`${t.number} > 0`),
    check("order_instalments_paid", sql`(${t.state} = 'paid') = (${t.paidAt} is not null)`),
    check("order_instalments_fee", sql`(${t.kind} = 'fee') = (${t.level} > 0)`),
  ],
);

/** How an order is reminded of what it owes. One without a row is reminded as all are. */
export const orderReminders = table("order_reminders", {
  orderId: text()
    .primaryKey()
    .references(() => orders.id),
  /** The office does not want it to be reminded, nor its access to be suspended. */
  isOff: bool().notNull().default(false),
  /** Of an order that waits to be paid at once: how many days before its end it was reminded last. */
  remindedDays: integer(),
  remindedAt: timestamp(),
});
