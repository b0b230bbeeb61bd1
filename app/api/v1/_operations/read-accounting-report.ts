import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { AccountingReport, MonthsQuery, toReportRow } from "#domain/api/accounting.ts";
import { findReport } from "#domain/accounting/find-report.ts";
import { resolveMonths } from "#domain/accounting/resolve-months.ts";
import { authorize } from "#domain/policy.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";

export default defineRead({
  id: "readAccountingReport",
  method: "GET",
  path: "/accounting/reports/{id}",
  subject: "Accounting",
  summary: "Read a report of the accounts",
  detail:
    "`revenue-by-course`, `revenue-by-month`, `revenue-by-teacher`, `tax`, `receivables`, `open-items`, `deferred-revenue`, `credit`, `fees` or `payouts`: the figures of its page in the office.",
  needs: "accounting.read",
  query: z.strictObject({
    ...MonthsQuery,
    teacher: z.string().max(60).optional().meta({ description: "Of `revenue-by-course`: whose share of it." }),
  }),
  status: 200,
  answer: AccountingReport,
  handle: async (ctx, { id, query: { teacher, ...asked } }) => {
    authorize(ctx, "accounting.read", {});
    const report = findReport(id);
    if (!report) return undefined;
    const months = resolveMonths(asked, await getSchoolSettings(ctx.read), ctx.now);
    const rows = await report.load(ctx, { ...months, teacher });
    const { from, to } = report.isOfMonths ? months : { from: null, to: null };
    return { report: id, from, to, columns: [...report.columns], rows: rows.map(toReportRow) };
  },
});
