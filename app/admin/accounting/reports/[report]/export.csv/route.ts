import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { ReportRow } from "#domain/accounting/report-rows.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { isFaulty, readMonths } from "../../../months.ts";
import { findShownReport } from "../../../report-list.ts";

type Context = { params: Promise<{ report: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { report: name } = await params;
  const report = findShownReport(name);
  const t = getTranslator();
  const asked = searchParamsOf(request);
  const ofTeacher: Record<string, string> =
    name === "revenue-by-course" && asked.teacher ? { teacher: asked.teacher } : {};
  return exportList<ReportRow>(request, {
    action: "accounting.read",
    of: async (ctx) =>
      report && !(report.isOfMonths && isFaulty(readMonths(asked, await getSettingsOnce(ctx), ctx.now)))
        ? {}
        : undefined,
    name: report ? name : "report",
    filters: { from: asked.from ?? "", to: asked.to ?? "", ...ofTeacher },
    rows: async function* (ctx) {
      if (!report) return;
      const { months } = readMonths(asked, await getSettingsOnce(ctx), ctx.now);
      yield await report.load(ctx, { ...months, ...ofTeacher });
    },
    columns: [
      { header: report ? t(report.rowLabel) : "", cell: ({ label }) => label },
      ...(report?.columns ?? []).map((column, at) => ({
        header: t(column),
        cell: ({ amounts, currency }: ReportRow) => toDecimal({ minor: amounts[at] ?? 0, currency }),
      })),
      { header: t("accounting.currency_label"), cell: ({ currency }) => currency },
    ],
  });
}
