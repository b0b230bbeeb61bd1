import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { ReportRow } from "#domain/accounting/report-rows.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { readMonths } from "../../../months.ts";
import { REPORTS } from "../../../report-list.ts";

type Context = { params: Promise<{ report: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { report: name } = await params;
  const report = Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined;
  const t = getTranslator();
  const asked = searchParamsOf(request);
  return exportList<ReportRow>(request, {
    action: "accounting.read",
    of: async () => (report ? {} : undefined),
    name: report ? name : "report",
    filters: { from: asked.from ?? "", to: asked.to ?? "" },
    rows: async function* (ctx) {
      if (!report) return;
      yield await report.load(ctx, readMonths(asked, await getSettingsOnce(ctx), ctx.now));
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
