import { eq, gte, like, lte, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { ACCOUNTS } from "#db/enums.ts";
import { accountingEntries, accountingLines, orders } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { Period } from "./inputs.ts";

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

/** A part of an account: itself, or where revenue is meant by course, all its rates of tax. */
const isDetail = (detail: string): SQL | undefined =>
  or(eq(accountingLines.detail, detail), like(accountingLines.detail, `${detail.replaceAll(/[%_\\]/g, "")} %`));

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
  sorts: { booked: { by: ["entrySeq"] } },
  filters: {
    account: createChoiceFilter(accountingLines.account, ACCOUNTS),
    from: createFilter(Period, (period) => gte(accountingLines.period, period)),
    to: createFilter(Period, (period) => lte(accountingLines.period, period)),
    detail: createFilter(z.string().trim().min(1).max(120), isDetail),
    currency: createFilter(z.string().regex(/^[A-Z]{3}$/), (currency) => eq(accountingLines.currency, currency)),
  },
});
export const { page: listAccountLines } = accountLineList;
