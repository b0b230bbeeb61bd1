import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { MonthForm } from "#components/accounting/month-form.tsx";
import { PrintHead } from "#components/accounting/print-head.tsx";
import { ReportTable } from "#components/accounting/report-table.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { sumByCurrency } from "#domain/accounting/sum-by-currency.ts";
import { isFaulty, readMonths, toMonthQuery } from "../../months.ts";
import { findShownReport } from "../../report-list.ts";

type Props = { params: Promise<{ report: string }>; searchParams: Promise<SearchParams> };

const HERE = "/admin/accounting";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const report = findShownReport((await params).report);
  return { title: report ? t(report.title) : t("accounting.title") };
}

/** One report of the accounts: by currency, with what it comes to, and each row with the way to what it sums up. */
export default async function ReportPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { report: name } = await params;
  const path = `${HERE}/reports/${name}`;
  await requirePermission("accounting.read", path);
  const report = findShownReport(name);
  if (!report) notFound();
  const { read, settings } = await getOfficeContext();
  const said = await searchParams;
  const asked = readMonths(said, settings, read.now);
  const isWrong = report.isOfMonths && isFaulty(asked);
  const teacher = name === "revenue-by-course" ? [said.teacher].flat()[0] : undefined;
  const ofTeacher: Record<string, string> = teacher ? { teacher } : {};
  const groups = isWrong ? [] : sumByCurrency(await report.load(read, { ...asked.months, ...ofTeacher }));
  const query = report.isOfMonths
    ? `?${toMonthQuery(asked.months)}${teacher ? `&teacher=${encodeURIComponent(teacher)}` : ""}`
    : "";
  return (
    <>
      <PageHeader
        title={t(report.title)}
        lede={teacher ? t("accounting.of_teacher") : t(report.lede)}
        above={<Breadcrumbs crumbs={[{ label: t("accounting.title"), href: HERE }, { label: t(report.title) }]} />}
      />
      <PrintHead
        school={settings.name}
        timezone={settings.timezone}
        now={read.now}
        months={report.isOfMonths ? asked.months : undefined}
      />
      <Panel
        aside={
          groups.length > 0 && (
            <a className="link print:hidden" href={`${path}/export.csv${query}`}>
              {t("accounting.as_csv_link")}
            </a>
          )
        }
      >
        {report.isOfMonths && <MonthForm path={path} {...asked.typed} faults={asked.faults} keep={ofTeacher} />}
        {groups.length === 0 && !isWrong && <EmptyState icon="document" title={t("accounting.nothing_in_report")} />}
        {groups.map((group) => (
          <ReportTable key={group.currency} report={report} {...group} />
        ))}
      </Panel>
    </>
  );
}
