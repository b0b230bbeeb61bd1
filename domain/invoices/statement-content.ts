import type { InstalmentKind } from "#db/enums.ts";

/** What an order has asked for: its price, or a part of it, or a fee. Amounts are in minor units, days by the school's calendar. */
export type StatementAsked = {
  kind: InstalmentKind | "price";
  /** Which part, or whose fee; 0 of a price that is paid at once. */
  number: number;
  /** Empty where it has no day. */
  dueOn: string;
  amountMinor: number;
  /** `cancelled`: it is asked for no longer. */
  state: "due" | "paid" | "cancelled";
  /** Empty where it is not paid. */
  paidOn: string;
};

/** Money or credit that came or went. */
export type StatementEntry = {
  kind: "payment" | "refund" | "dispute" | "credit_spent" | "credit_given" | "credit_returned" | "credit_paid_out";
  on: string;
  means: "transfer" | "card" | "credit";
  /** What came is above nothing, what went back below. */
  amountMinor: number;
  /** `to_send`: it is asked to go back, and is here still. */
  state: "done" | "under_way" | "to_send" | "failed";
};

/** What was asked, paid and returned of an order, and what follows of it, in minor units. */
export type PaymentStatement = {
  asked: StatementAsked[];
  entries: StatementEntry[];
  /** How many parts its price has; 0 where it is paid at once. */
  partCount: number;
  receivedMinor: number;
  returnedMinor: number;
  /** What has left the school, and is not there yet. */
  underWayMinor: number;
  /** What is kept of a cancelled order by its terms, without what reminders have cost. */
  cancellationFeeMinor: number;
  reminderFeesMinor: number;
  /** What is the buyer's still, though it is here: what is asked to go back and not sent, and what nobody has asked back yet. */
  owedMinor: number;
  openMinor: number;
  /** When the order ended, and how; empty where it goes on. */
  endedOn: string;
  ended: "" | "withdrawn" | "cancelled" | "expired";
  /** The number of its invoice that stands; none where it has none. */
  invoiceCode?: string;
};
