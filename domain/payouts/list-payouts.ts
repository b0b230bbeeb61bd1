import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { orders, payments, payoutRuns, refunds, users } from "#db/schema/index.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter, createFixedFilter, createIdFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { isOfMoney } from "../ledger/undone-match.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

/** How a refund by transfer stands: ready, its account not given yet, in a file, sent, or come back from the bank. */
export const PAYOUT_STATUSES = ["to_send", "account_missing", "in_file", "sent", "returned"] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

export type PayoutRow = RowOf<typeof payoutList>;

const isUnsent = inArray(refunds.state, ["requested", "submitted"]);
/** SQL: refunds whose order says something. A list narrows its rows by their own table. */
const ofOrder = (where: SQL) =>
  sql`exists (select 1 from ${payments} inner join ${orders} on ${orders.id} = ${payments.orderId} where ${payments.id} = ${refunds.paymentId} and ${where})`;

const BY_STATUS: Record<PayoutStatus, SQL | undefined> = {
  to_send: and(isUnsent, isNull(refunds.payoutRunId), ofOrder(isNotNull(orders.refundIban))),
  account_missing: and(isUnsent, isNull(refunds.payoutRunId), ofOrder(isNull(orders.refundIban))),
  in_file: and(isUnsent, isNotNull(refunds.payoutRunId)),
  sent: inArray(refunds.state, ["done", "external"]),
  returned: eq(refunds.state, "failed"),
};

type Standing = { state: string; payoutRunId: string | null; givenIban: string | null };

function getPayoutStatus({ state, payoutRunId, givenIban }: Standing): PayoutStatus {
  if (state === "failed") return "returned";
  if (state === "done" || state === "external") return "sent";
  if (payoutRunId !== null) return "in_file";
  return givenIban === null ? "account_missing" : "to_send";
}

const fields = {
  id: refunds.id,
  paymentId: refunds.paymentId,
  state: refunds.state,
  amountMinor: refunds.amountMinor,
  currency: refunds.currency,
  reason: refunds.reason,
  failure: refunds.failure,
  payeeHolder: refunds.payeeHolder,
  payeeIban: refunds.payeeIban,
  payoutRunId: refunds.payoutRunId,
  returnedId: refunds.returnedId,
  createdAt: refunds.createdAt,
  doneAt: refunds.doneAt,
  runCode: payoutRuns.code,
  orderCode: orders.code,
  givenHolder: orders.refundHolder,
  givenIban: orders.refundIban,
  buyerId: users.id,
  buyerName: users.name,
  buyerEmail: users.email,
};

/** Every refund by bank transfer, and no match that was undone: to whom it goes, how it stands, and for how many days it has waited. */
export const payoutList = defineList({
  table: refunds,
  reach: (ctx) => {
    authorize(ctx, "payout.list", {});
    return and(ofOrder(eq(payments.provider, "bank")), isOfMoney);
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .innerJoin(orders, eq(orders.id, payments.orderId))
        .innerJoin(users, eq(users.id, orders.buyerId))
        .leftJoin(payoutRuns, eq(payoutRuns.id, refunds.payoutRunId)),
    show: ({ givenHolder, givenIban, payeeHolder, payeeIban, ...row }, { now }) => {
      const status = getPayoutStatus({ ...row, givenIban });
      const isKept = payeeIban !== null;
      return {
        ...row,
        status,
        holder: isKept ? payeeHolder : givenHolder,
        iban: isKept ? payeeIban : givenIban,
        /** In whole days, until it was sent. */
        ageDays: Math.floor(((row.doneAt ?? now).getTime() - row.createdAt.getTime()) / DAY_MS),
      };
    },
  }),
  key: "id",
  cursor: { sort: "created", ids: "refund" },
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter(async (text, { read }) => {
      const people = await findPeople(read, text.trim());
      const ofCode = ofOrder(eq(orders.code, text.trim().toUpperCase()));
      return people.length === 0 ? ofCode : or(ofCode, ofOrder(inArray(orders.buyerId, people)));
    }),
    status: createFixedFilter(z.enum(PAYOUT_STATUSES), (status) => BY_STATUS[status]),
    currency: createFilter(z.string().regex(/^[A-Z]{3}$/), (currency) => eq(refunds.currency, currency)),
    runId: createIdFilter("payoutRun", (runId) => eq(refunds.payoutRunId, runId)),
  },
});
export const { page: listPayouts } = payoutList;
