import { findReport, REPORTS, type ReportName } from "#domain/accounting/find-report.ts";
import type { ShownReport } from "#components/accounting/report-table.tsx";
import type { PlainKey } from "#messages/message.ts";

type Shown = ShownReport & { lede: PlainKey };

const REVENUE = [
  ...(["accounting.column_earned", "accounting.column_refunded"] as const),
  ...(["accounting.column_disputed", "accounting.column_net"] as const),
] as const;
const AGES = [
  ...(["accounting.column_not_late", "accounting.column_30", "accounting.column_60"] as const),
  ...(["accounting.column_90", "accounting.column_more", "accounting.column_sum"] as const),
] as const;

/** How the reports of the accounts are shown, by the last part of their address. */
const SHOWN: Record<ReportName, Shown> = {
  "revenue-by-course": {
    ...{ title: "accounting.report_by_course", lede: "accounting.report_by_course_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.course_label", unnamed: "accounting.no_course" },
  },
  "revenue-by-month": {
    ...{ title: "accounting.report_by_month", lede: "accounting.report_by_month_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.month_label", unnamed: "accounting.no_course" },
  },
  "revenue-by-teacher": {
    ...{ title: "accounting.report_by_teacher", lede: "accounting.report_by_teacher_lede", columns: REVENUE },
    ...{ rowLabel: "accounting.teacher_label", unnamed: "accounting.no_teacher" },
  },
  tax: {
    ...{ title: "accounting.report_tax", lede: "accounting.report_tax_lede" },
    columns: ["accounting.column_net_sales", "accounting.column_tax", "accounting.column_gross"],
    ...{ rowLabel: "accounting.rate_label", unnamed: "accounting.no_rate" },
  },
  receivables: {
    ...{ title: "accounting.report_receivables", lede: "accounting.report_receivables_lede" },
    columns: AGES,
    ...{ rowLabel: "accounting.order_label", unnamed: "accounting.order_label" },
  },
  "open-items": {
    ...{ title: "accounting.report_open_items", lede: "accounting.report_open_items_lede", columns: AGES },
    ...{ rowLabel: "accounting.order_label", unnamed: "accounting.no_order" },
  },
  "deferred-revenue": {
    ...{ title: "accounting.report_deferred", lede: "accounting.report_deferred_lede" },
    columns: ["accounting.column_paid", "accounting.column_earned", "accounting.column_left"],
    ...{ rowLabel: "accounting.course_label", unnamed: "accounting.no_course" },
  },
  credit: {
    ...{ title: "accounting.report_credit", lede: "accounting.report_credit_lede" },
    columns: ["accounting.column_balance"],
    ...{ rowLabel: "accounting.person_label", unnamed: "accounting.kind_by_hand" },
  },
  payouts: {
    ...{ title: "accounting.report_payouts", lede: "accounting.report_payouts_lede" },
    columns: ["accounting.column_paid_out", "accounting.column_received", "accounting.column_difference"],
    ...{ rowLabel: "accounting.payout_label", unnamed: "accounting.payout_label" },
  },
  fees: {
    ...{ title: "accounting.report_fees", lede: "accounting.report_fees_lede" },
    columns: ["accounting.column_fees"],
    ...{ rowLabel: "accounting.month_label", unnamed: "accounting.month_label" },
  },
};

/** A report with what is shown of it; undefined for a name that none has. */
export function findShownReport(name: string) {
  const report = findReport(name);
  return report && { ...report, ...SHOWN[name as ReportName] };
}

/** All of them, in the order in which they are listed. */
export const listShownReports = () =>
  (Object.keys(SHOWN) as ReportName[]).map((name) => ({ name, ...SHOWN[name], isOfMonths: REPORTS[name].isOfMonths }));
