import { getCreditReport } from "#domain/accounting/get-credit-report.ts";
import { getDeferredRevenue } from "#domain/accounting/get-deferred-revenue.ts";
import { getFeeReport } from "#domain/accounting/get-fee-report.ts";
import { getOpenItems } from "#domain/accounting/get-open-items.ts";
import { getReceivables } from "#domain/accounting/get-receivables.ts";
import { getRevenueByCourse, getRevenueByMonth, getRevenueByTeacher } from "#domain/accounting/revenue-reports.ts";
import { getTaxReport } from "#domain/accounting/get-tax-report.ts";
import type { Months, ReportRow } from "#domain/accounting/report-rows.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import type { ShownReport } from "#components/accounting/report-table.tsx";
import type { PlainKey } from "#messages/message.ts";

type Report = ShownReport & {
  lede: PlainKey;
  /** Whether it is about some months, or about now. */
  isOfMonths: boolean;
  load: (ctx: ReadCtx, asked: Months & { teacher?: string | undefined }) => Promise<ReportRow[]>;
};

const REVENUE = [
  ...(["accounting.column_earned", "accounting.column_refunded"] as const),
  ...(["accounting.column_disputed", "accounting.column_net"] as const),
] as const;
const AGES = [
  ...(["accounting.column_not_late", "accounting.column_30", "accounting.column_60"] as const),
  ...(["accounting.column_90", "accounting.column_more", "accounting.column_sum"] as const),
] as const;

/** The reports of the accounts, by the last part of their address. */
export const REPORTS: Record<string, Report> = {
  "revenue-by-course": {
    ...{ title: "accounting.report_by_course", lede: "accounting.report_by_course_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.course_label", unnamed: "accounting.no_course", isOfMonths: true },
    load: getRevenueByCourse,
  },
  "revenue-by-month": {
    ...{ title: "accounting.report_by_month", lede: "accounting.report_by_month_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.month_label", unnamed: "accounting.no_course", isOfMonths: true },
    load: getRevenueByMonth,
  },
  "revenue-by-teacher": {
    ...{ title: "accounting.report_by_teacher", lede: "accounting.report_by_teacher_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.teacher_label", unnamed: "accounting.no_teacher", isOfMonths: true },
    load: getRevenueByTeacher,
  },
  tax: {
    ...{ title: "accounting.report_tax", lede: "accounting.report_tax_lede" },
    columns: ["accounting.column_net_sales", "accounting.column_tax", "accounting.column_gross"],
    ...{ rowLabel: "accounting.rate_label", unnamed: "accounting.no_rate", isOfMonths: true },
    load: getTaxReport,
  },
  receivables: {
    ...{ title: "accounting.report_receivables", lede: "accounting.report_receivables_lede" },
    columns: AGES,
    ...{ rowLabel: "accounting.order_label", unnamed: "accounting.order_label", isOfMonths: false },
    load: (ctx) => getReceivables(ctx),
  },
  "open-items": {
    ...{ title: "accounting.report_open_items", lede: "accounting.report_open_items_lede", columns: AGES },
    ...{ rowLabel: "accounting.order_label", unnamed: "accounting.no_order", isOfMonths: false },
    load: (ctx) => getOpenItems(ctx),
  },
  "deferred-revenue": {
    ...{ title: "accounting.report_deferred", lede: "accounting.report_deferred_lede" },
    columns: ["accounting.column_paid", "accounting.column_earned", "accounting.column_left"],
    ...{ rowLabel: "accounting.course_label", unnamed: "accounting.no_course", isOfMonths: false },
    load: (ctx) => getDeferredRevenue(ctx),
  },
  credit: {
    ...{ title: "accounting.report_credit", lede: "accounting.report_credit_lede" },
    columns: ["accounting.column_balance"],
    ...{ rowLabel: "accounting.person_label", unnamed: "accounting.person_label", isOfMonths: false },
    load: (ctx) => getCreditReport(ctx),
  },
  fees: {
    ...{ title: "accounting.report_fees", lede: "accounting.report_fees_lede" },
    columns: ["accounting.column_fees"],
    ...{ rowLabel: "accounting.month_label", unnamed: "accounting.month_label", isOfMonths: true },
    load: getFeeReport,
  },
};
