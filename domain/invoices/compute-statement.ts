import type { CreditEntryKind, RefundState } from "#db/enums.ts";
import type { disputes, orders, payments, refunds } from "#db/schema/index.ts";
import { computeInstalmentSums } from "../instalments/instalment-sums.ts";
import type { Instalment } from "../instalments/load-instalments.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import type { OrderCredit } from "../ledger/select-order-credit.ts";
import type { OrderWithdrawal } from "../orders/select-order-withdrawals.ts";
import type { Invoice } from "./machine.ts";
import type { PaymentStatement, StatementAsked, StatementEntry } from "./statement-content.ts";

type Payment = Pick<typeof payments.$inferSelect, "provider" | "amountMinor" | "settledAt" | "createdAt"> & {
  refunds: Pick<typeof refunds.$inferSelect, "state" | "amountMinor" | "doneAt" | "createdAt">[];
  disputes: Pick<typeof disputes.$inferSelect, "amountMinor" | "withdrawnAt" | "reinstatedAt" | "createdAt">[];
};

export type Moved = {
  order: Pick<
    typeof orders.$inferSelect,
    "state" | "totalMinor" | "keptMinor" | "paidAt" | "cancelledAt" | "createdAt" | "expiresAt"
  >;
  instalments: readonly Instalment[];
  payments: readonly Payment[];
  credits: readonly Pick<OrderCredit, "kind" | "amountMinor" | "at">[];
  withdrawals: readonly Pick<OrderWithdrawal, "state">[];
  /** The one that stands. */
  invoice?: Pick<Invoice, "code" | "dueOn"> | undefined;
  timezone: string;
};

const sum = (minors: readonly number[]) => minors.reduce((total, minor) => total + minor, 0);

/** What was asked, paid and returned, each with its day, and what that comes to. Every entry that is done is in exactly one of the sums. */
export function computeStatement(moved: Moved): PaymentStatement {
  const { order, instalments } = moved;
  const entries = listEntries(moved);
  const ofState = (state: StatementEntry["state"]) => entries.filter((entry) => entry.state === state);
  const comes = ofState("done").filter(({ kind }) => kind === "payment" || kind === "credit_spent");
  const goes = ofState("done").filter((entry) => !comes.includes(entry));
  const receivedMinor = sum(comes.map(({ amountMinor }) => amountMinor));
  const returnedMinor = 0 - sum(goes.map(({ amountMinor }) => amountMinor));
  const underWayMinor = 0 - sum(ofState("under_way").map(({ amountMinor }) => amountMinor));
  const toSendMinor = 0 - sum(ofState("to_send").map(({ amountMinor }) => amountMinor));
  const asked = listAsked(moved);
  const stillMinor = Math.max(0, receivedMinor - returnedMinor - underWayMinor - toSendMinor);
  const isOver = order.state === "cancelled" || order.state === "expired";
  const keptMinor = isOver ? Math.min(order.keptMinor, stillMinor) : stillMinor;
  const feesMinor = computeInstalmentSums(instalments, order.createdAt)?.feesMinor ?? 0;
  const reminderFeesMinor = Math.min(feesMinor, keptMinor);
  return {
    ...{ asked, entries, receivedMinor, returnedMinor, underWayMinor, reminderFeesMinor },
    partCount: instalments.filter(({ kind, state }) => kind === "part" && (isOver || state !== "cancelled")).length,
    cancellationFeeMinor: isOver ? keptMinor - reminderFeesMinor : 0,
    owedMinor: toSendMinor + (isOver ? stillMinor - keptMinor : getTooMuch(asked, stillMinor)),
    openMinor: getOpen(moved, asked, stillMinor),
    ...describeEnd(moved),
    ...(moved.invoice && { invoiceCode: moved.invoice.code }),
  };
}

/** What is here beyond all that was asked for. Of a plan that goes on it is the next part's. */
function getTooMuch(asked: readonly StatementAsked[], stillMinor: number): number {
  if (asked.some(({ state }) => state === "due")) return 0;
  return Math.max(
    0,
    stillMinor - sum(asked.filter(({ state }) => state === "paid").map(({ amountMinor }) => amountMinor)),
  );
}

function getOpen({ order, instalments }: Moved, asked: readonly StatementAsked[], stillMinor: number): number {
  if (order.state === "expired") return 0;
  const dueMinor = sum(asked.filter(({ state }) => state === "due").map(({ amountMinor }) => amountMinor));
  // What has come of a part before the rest of it is less to pay.
  const paidMinor = sum(asked.filter(({ state }) => state === "paid").map(({ amountMinor }) => amountMinor));
  const isHeld = order.state !== "cancelled" && (order.state === "awaiting_payment" || instalments.length > 0);
  return Math.max(0, dueMinor - (isHeld ? Math.max(0, stillMinor - paidMinor) : 0));
}

function listAsked({ order, instalments, invoice, timezone }: Moved): StatementAsked[] {
  const day = (at: Date | null) => (at ? formatLocalDay(at, timezone) : "");
  if (instalments.length > 0) {
    return instalments.map(({ kind, number, dueOn, amountMinor, state, paidAt }) => ({
      ...{ kind, number, dueOn, amountMinor, paidOn: day(paidAt) },
      state: order.state === "expired" && state === "due" ? "cancelled" : state,
    }));
  }
  const state = order.paidAt ? "paid" : order.state === "awaiting_payment" ? "due" : "cancelled";
  const dueOn = invoice?.dueOn ?? (state === "due" ? day(order.expiresAt) : "");
  return [{ kind: "price", number: 0, dueOn, amountMinor: order.totalMinor, state, paidOn: day(order.paidAt) }];
}

const MEANS = { bank: "transfer", stripe: "card", sandbox: "card" } as const;

type Dated = Omit<StatementEntry, "on"> & { at: Date };

/** In order of time: what came and what of it went on one day stand as they happened. */
function listEntries({ payments: all, credits, timezone }: Moved): StatementEntry[] {
  const ofCredit = credits.map(({ kind, amountMinor, at }): Dated => {
    return { kind: CREDIT_KINDS[kind], at, means: "credit", amountMinor: -amountMinor, state: "done" };
  });
  return [...all.flatMap(listOfPayment), ...ofCredit]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, kind, ...entry }) => ({ kind, on: formatLocalDay(at, timezone), ...entry }));
}

function listOfPayment({
  provider,
  amountMinor,
  settledAt,
  createdAt,
  refunds: back,
  disputes: taken,
}: Payment): Dated[] {
  const means = MEANS[provider];
  return [
    { kind: "payment", at: settledAt ?? createdAt, means, amountMinor, state: "done" },
    ...back.map((refund): Dated => {
      const at = refund.doneAt ?? refund.createdAt;
      return { kind: "refund", at, means, amountMinor: -refund.amountMinor, state: REFUND_STATES[refund.state] };
    }),
    ...taken
      .filter(({ reinstatedAt }) => reinstatedAt === null)
      .map((dispute): Dated => {
        const at = dispute.withdrawnAt ?? dispute.createdAt;
        return { kind: "dispute", at, means, amountMinor: -dispute.amountMinor, state: "done" };
      }),
  ];
}

const REFUND_STATES: Record<RefundState, StatementEntry["state"]> = {
  ...{ requested: "to_send", submitted: "under_way", done: "done", external: "done", failed: "failed" },
};

const CREDIT_KINDS: Record<CreditEntryKind, StatementEntry["kind"]> = {
  ...{ spent: "credit_spent", given: "credit_given", goodwill: "credit_given", returned: "credit_returned" },
  paid_out: "credit_paid_out",
};

function describeEnd({ order, withdrawals, timezone }: Moved): Pick<PaymentStatement, "endedOn" | "ended"> {
  const endedOn = order.cancelledAt ? formatLocalDay(order.cancelledAt, timezone) : "";
  if (order.state === "expired") return { endedOn: "", ended: "expired" };
  if (order.state !== "cancelled") return { endedOn: "", ended: "" };
  return { endedOn, ended: withdrawals.some(({ state }) => state === "accepted") ? "withdrawn" : "cancelled" };
}
