import type { Metadata } from "next";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { PERIODS, readPeriod } from "#app/admin/_list/period.ts";
import { WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { UsageChart, UsageTable } from "#components/admin/usage-parts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getSchoolUsage, type UsedCourse } from "#domain/usage/get-school-usage.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_usage.usage_title") };
}

const HERE = "/admin/usage";

/** How much all courses are opened, and which most. */
export default async function SchoolUsagePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("usage.list", HERE);
  const { read, timezone } = await getOfficeContext();
  const days = readPeriod(await searchParams);
  const usage = await getSchoolUsage(read, { days, timezone });
  const csv = (
    <a className="link" href={`${HERE}/export.csv?days=${days}`}>
      {t("admin_usage.as_csv_link")}
    </a>
  );
  return (
    <>
      <WithoutNextScripts />
      <PageHeader title={t("admin_usage.usage_title")} lede={t("admin_usage.school_usage_lede")} />
      <div className="grid gap-5">
        <Panel title={t("admin_usage.openings_title")}>
          <UsageChart days={usage.days} period={days} periods={PERIODS} path={HERE} />
          <UsageTable days={usage.days} />
        </Panel>
        <Panel title={t("admin_usage.courses_by_use_title")} aside={usage.courses.length > 0 && csv}>
          {usage.courses.length === 0 ? (
            <EmptyState icon="document" title={t("admin_usage.nothing_opened_title")} />
          ) : (
            <CoursesByUse courses={usage.courses} />
          )}
        </Panel>
        <p>
          <a className="link" href={`${HERE}/cohorts`}>
            {t("admin_usage.retention_link")}
          </a>
        </p>
      </div>
    </>
  );
}

function CoursesByUse({ courses }: { courses: UsedCourse[] }) {
  const t = getTranslator();
  return (
    <Table<UsedCourse>
      caption={t("admin_usage.courses_by_use_title")}
      rows={courses}
      rowKey={({ courseId }) => courseId}
      columns={[
        {
          key: "course",
          header: t("admin_usage.course"),
          long: true,
          cell: ({ courseId, title, language }) => (
            <a
              className="font-[560] hover:underline"
              href={`/admin/courses/${courseId}/usage`}
              {...writtenIn(language)}
            >
              {title}
            </a>
          ),
        },
        {
          key: "openings",
          header: t("admin_usage.openings"),
          align: "end",
          cell: ({ openings }) => formatNumber(openings),
        },
        {
          key: "visits",
          header: t("admin_usage.visits"),
          align: "end",
          cell: ({ visits }) => formatNumber(visits),
        },
        {
          key: "days",
          header: t("admin_usage.days_with_use"),
          align: "end",
          cell: ({ days }) => formatNumber(days),
        },
      ]}
    />
  );
}
