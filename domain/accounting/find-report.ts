import type { ReadCtx } from "../kernel/command.ts";
import { getCreditReport } from "./get-credit-report.ts";
import { getDeferredRevenue } from "./get-deferred-revenue.ts";
import { getFeeReport } from "./get-fee-report.ts";
import { getOpenItems } from "./get-open-items.ts";
import { getPayoutReport } from "./get-payout-report.ts";
import { getReceivables } from "./get-receivables.ts";
import { getTaxReport } from "./get-tax-report.ts";
import type { Months, ReportRow } from "./report-rows.ts";
import { getRevenueByCourse, getRevenueByMonth, getRevenueByTeacher } from "./revenue-reports.ts";

/** What a report may be asked for: its months, and of the revenue by course whose share it is. */
export type ReportAsked = Months & { teacher?: string | undefined };

type Report = {
  /** What its amounts are, in their order: the names by which programs know them. */
  columns: readonly string[];
  /** Whether it is about some months, or about now. */
  isOfMonths: boolean;
  load: (ctx: ReadCtx, asked: ReportAsked) => Promise<ReportRow[]>;
};

const REVENUE = ["earned", "refunded", "disputed", "net"];
const AGES = ["not_late", "days_1_30", "days_31_60", "days_61_90", "over_90_days", "sum"];

/** The reports of the accounts, by the name that stands in their addresses. */
export const REPORTS = {
  "revenue-by-course": { columns: REVENUE, isOfMonths: true, load: getRevenueByCourse },
  "revenue-by-month": { columns: REVENUE, isOfMonths: true, load: getRevenueByMonth },
  "revenue-by-teacher": { columns: REVENUE, isOfMonths: true, load: getRevenueByTeacher },
  tax: { columns: ["net", "tax", "gross"], isOfMonths: true, load: getTaxReport },
  receivables: { columns: AGES, isOfMonths: false, load: getReceivables },
  "open-items": { columns: AGES, isOfMonths: false, load: getOpenItems },
  "deferred-revenue": { columns: ["deferred", "earned", "left"], isOfMonths: false, load: getDeferredRevenue },
  credit: { columns: ["balance"], isOfMonths: false, load: getCreditReport },
  fees: { columns: ["fees"], isOfMonths: true, load: getFeeReport },
  payouts: { columns: ["paid_out", "received", "difference"], isOfMonths: true, load: getPayoutReport },
} as const satisfies Record<string, Report>;
export type ReportName = keyof typeof REPORTS;

export const findReport = (name: string): Report | undefined =>
  Object.hasOwn(REPORTS, name) ? REPORTS[name as ReportName] : undefined;
