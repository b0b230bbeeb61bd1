import { Columns, Panel } from "#components/admin/panel.tsx";
import { UsageChart, UsageTable } from "#components/admin/usage-parts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { isAllowed } from "#domain/policy.ts";
import { type CourseUsage, getCourseUsage, type MaterialUsage } from "#domain/usage/get-course-usage.ts";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { PERIODS, readPeriod } from "#app/admin/_list/period.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_usage.usage_title"));

/** How much a course is opened: by day, by whom, and what of it. */
export default async function CourseUsagePage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { office, read, timezone } = await findCourse((await params).id);
  const { course } = office;
  const days = readPeriod(await searchParams);
  const usage = await getCourseUsage(read, { courseId: course.id, days, timezone });
  const base = `/admin/courses/${course.id}/usage`;
  const mayWrite = isAllowed(read.actor, "announcement.send", {
    teacherIds: office.teachers.map(({ userId }) => userId),
  });
  return (
    <CourseFrame office={office} tab="usage">
      <Columns aside={<Students usage={usage} base={base} mayWrite={mayWrite} />}>
        <Panel
          title={t("admin_usage.openings_a_day_title")}
          aside={
            <a className="link" href={`${base}/days.csv`}>
              {t("admin_usage.as_csv_link")}
            </a>
          }
        >
          <UsageChart days={usage.days} period={days} periods={PERIODS} path={base} />
          <UsageTable days={usage.days} />
        </Panel>
        <Panel
          title={t("admin_usage.materials_title")}
          aside={
            usage.materials.length > 0 && (
              <a className="link" href={`${base}/materials.csv`}>
                {t("admin_usage.as_csv_link")}
              </a>
            )
          }
        >
          <Materials usage={usage} language={course.language} timezone={timezone} now={read.now} />
        </Panel>
      </Columns>
    </CourseFrame>
  );
}

function Students({ usage, base, mayWrite }: { usage: CourseUsage; base: string; mayWrite: boolean }) {
  const t = getTranslator();
  const { enrolled, completed, activeIn7Days, activeIn30Days, neverOpened } = usage;
  return (
    <Panel title={t("admin_usage.students_title")}>
      <DescriptionList
        items={[
          { term: t("admin_usage.active_in_7_days"), value: formatNumber(activeIn7Days) },
          { term: t("admin_usage.active_in_30_days"), value: formatNumber(activeIn30Days) },
          { term: t("admin_usage.enrolled"), value: formatNumber(enrolled) },
          { term: t("admin_usage.completed"), value: formatNumber(completed) },
          { term: t("admin_usage.never_opened"), value: formatNumber(neverOpened) },
        ]}
      />
      <ul className="mt-4 grid gap-2 text-small">
        <li>
          <a className="link" href={`${base}/students`}>
            {t("admin_usage.all_students_link")}
          </a>
        </li>
        {neverOpened > 0 && (
          <li>
            <a className="link" href={`${base}/students?opened=never`}>
              {t("admin_usage.never_opened_link", { count: neverOpened })}
            </a>
            {mayWrite && (
              <>
                {" · "}
                <a className="link" href={`${base.replace(/usage$/, "announcements")}/new?to=not_opened`}>
                  {t("admin_usage.write_to_never_opened_button")}
                </a>
              </>
            )}
          </li>
        )}
      </ul>
    </Panel>
  );
}

type MaterialsProps = { usage: CourseUsage; language: string; timezone: string; now: Date };

function Materials({ usage, language, timezone, now }: MaterialsProps) {
  const t = getTranslator();
  if (usage.materials.length === 0) {
    return <EmptyState icon="document" title={t("admin_courses.no_materials_title")} />;
  }
  return (
    <Table<MaterialUsage>
      caption={t("admin_usage.materials_title")}
      rows={usage.materials}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "title",
          header: t("admin_usage.material"),
          long: true,
          cell: ({ title }) => <span {...writtenIn(language)}>{title}</span>,
        },
        {
          key: "students",
          header: t("admin_usage.opened_by"),
          align: "end",
          cell: ({ students }) => t("admin_usage.of_enrolled", { students, enrolled: usage.enrolled }),
        },
        {
          key: "openings",
          header: t("admin_usage.openings"),
          align: "end",
          cell: ({ openings }) => formatNumber(openings),
        },
        {
          key: "last",
          header: t("admin_usage.last_opened"),
          align: "end",
          cell: ({ lastAt, createdAt }) =>
            lastAt ? (
              <DateTime instant={lastAt} timezone={timezone} form="short" now={now} />
            ) : (
              t("admin_usage.unopened_for", { days: daysBetween(createdAt, now) })
            ),
        },
      ]}
    />
  );
}

const daysBetween = (from: Date, until: Date) => Math.max(0, Math.floor((until.getTime() - from.getTime()) / DAY_MS));
