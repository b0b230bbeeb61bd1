import { eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { ACCOUNTS } from "#db/enums.ts";
import { accountingEntries, accountingLines, accountingTotals, orders, postings } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { ACCOUNT_GROUP_NAMES, ACCOUNT_GROUPS, NO_DETAIL } from "./chart.ts";
import { Period } from "./inputs.ts";
import { matchDetail } from "./match-detail.ts";

export type AccountLineRow = RowOf<typeof accountLineList>;

const fields = {
  id: accountingLines.id,
  entrySeq: accountingLines.entrySeq,
  account: accountingLines.account,
  detail: accountingLines.detail,
  amountMinor: accountingLines.amountMinor,
  currency: accountingLines.currency,
  period: accountingLines.period,
  kind: accountingEntries.kind,
  bookedOn: accountingEntries.bookedOn,
  happenedOn: accountingEntries.happenedOn,
  isLate: accountingEntries.isLate,
  words: accountingEntries.words,
  orderCode: orders.code,
};

/**
 * A part of an account: itself, or where a course is meant all its rates of tax, or where a rate is meant (`standard:81000`) all its courses. The
 * parts are read from the months' totals, so that the lines are found by their index.
 */
async function isDetail(wanted: string, { read }: ReadCtx): Promise<SQL | undefined> {
  if (wanted === NO_DETAIL) return eq(accountingLines.detail, "");
  const { detail } = accountingTotals;
  const known = await read.selectDistinct({ detail }).from(accountingTotals).where(matchDetail(detail, wanted));
  return inArray(accountingLines.detail, [wanted, ...known.map((row) => row.detail)]);
}

/** The lines of an order, by its code, or those of none. */
const isOfOrder = (code: string): SQL => {
  const { orderId, seq } = accountingEntries;
  if (code === NO_DETAIL)
    return sql`exists (select 1 from ${accountingEntries} where ${seq} = ${accountingLines.entrySeq} and ${orderId} is null)`;
  const ofCode = sql`(select ${orders.id} from ${orders} where ${orders.code} = ${code})`;
  return sql`${accountingLines.entrySeq} in (select ${seq} from ${accountingEntries} where ${orderId} = ${ofCode})`;
};

/** The lines of somebody's credit: those of journals that moved their own drawer of the customers' money; of nobody, those of no journal. */
const isOfPerson = (userId: string): SQL => {
  const { journalSeq, seq } = accountingEntries;
  if (userId === NO_DETAIL)
    return sql`exists (select 1 from ${accountingEntries} where ${seq} = ${accountingLines.entrySeq} and ${journalSeq} is null)`;
  const own = sql`${postings.account} = 'customer_funds' and ${postings.detail} = ${userId}`;
  const moved = sql`select ${postings.journalSeq} from ${postings} where ${own}`;
  return sql`${accountingLines.entrySeq} in (select ${seq} from ${accountingEntries} where ${journalSeq} in (${moved}))`;
};

/** Every line that was booked: the sheet of an account, over some months. */
export const accountLineList = defineList({
  table: accountingLines,
  reach: (ctx) => {
    authorize(ctx, "accounting.read", {});
    return undefined;
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(accountingLines)
        .innerJoin(accountingEntries, eq(accountingEntries.seq, accountingLines.entrySeq))
        .leftJoin(orders, eq(orders.id, accountingEntries.orderId)),
    show: (row) => row,
  }),
  key: "id",
  // By month first, and so by an index whatever the months; within one they were booked in this order.
  sorts: { booked: { by: ["period", "entrySeq"] } },
  filters: {
    account: createChoiceFilter(accountingLines.account, ACCOUNTS),
    group: createFilter(z.enum(ACCOUNT_GROUP_NAMES), (group) =>
      inArray(accountingLines.account, [...ACCOUNT_GROUPS[group]]),
    ),
    // The same where nothing else narrows it: an expression, so that the months' index is walked in its order and nothing is sorted.
    wholeGroup: createFilter(z.enum(ACCOUNT_GROUP_NAMES), (group) =>
      inArray(sql`${accountingLines.account} || ''`, [...ACCOUNT_GROUPS[group]]),
    ),
    from: createFilter(Period, (period) => gte(accountingLines.period, period)),
    to: createFilter(Period, (period) => lte(accountingLines.period, period)),
    detail: createFilter(z.string().trim().min(1).max(120), isDetail),
    order: createFilter(z.string().trim().min(1).max(20), isOfOrder),
    person: createFilter(z.string().trim().min(1).max(60), isOfPerson),
    currency: createFilter(z.string().regex(/^[A-Z]{3}$/), (currency) => eq(accountingLines.currency, currency)),
  },
});
export const { page: listAccountLines } = accountLineList;
