import { getLocale } from "#components/messages/get-locale.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { CohortRetention } from "#domain/usage/list-cohort-retention.ts";
import { DateTime } from "../ui/date.tsx";
import { formatNumber } from "../ui/number.ts";
import { type Column, Table } from "../ui/table.tsx";
import { writtenIn } from "../ui/written-in.ts";

/** A row for each cohort, a column for each week: the share of its students who opened the course in it, and how many they are. */
export function RetentionTable({ cohorts, timezone }: { cohorts: CohortRetention[]; timezone: string }) {
  const t = getTranslator();
  const columns: Column<CohortRetention>[] = [
    {
      key: "cohort",
      header: t("admin_usage.cohort"),
      long: true,
      cell: ({ courseId, title, cohort, language, startsAt }) => (
        <span>
          <a className="font-[560] hover:underline" href={`/admin/courses/${courseId}/usage`} {...writtenIn(language)}>
            {title}
          </a>
          <span className="block text-tiny text-ink-faint">
            <span {...writtenIn(language)}>{cohort}</span> ·{" "}
            <DateTime instant={startsAt} timezone={timezone} form="date" />
          </span>
        </span>
      ),
    },
    {
      key: "students",
      header: t("admin_usage.students"),
      align: "end",
      cell: ({ students }) => formatNumber(students),
    },
    ...(cohorts[0]?.weeks ?? []).map(
      ({ week }): Column<CohortRetention> => ({
        key: `week-${week}`,
        header: t("admin_usage.week_number", { week }),
        align: "end",
        cell: ({ students, weeks }) => (
          <Share of={students} counted={weeks.find((each) => each.week === week)?.students} />
        ),
      }),
    ),
  ];
  return (
    <Table<CohortRetention>
      caption={t("admin_usage.retention_table_title")}
      rows={cohorts}
      rowKey={({ cohortId }) => cohortId}
      columns={columns}
    />
  );
}

/** `80 %`, and how many people that is; a dash for a week that is not over. */
function Share({ counted, of }: { counted: number | null | undefined; of: number }) {
  const t = getTranslator();
  if (counted === null || counted === undefined) return <span title={t("admin_usage.week_not_over")}>–</span>;
  const share = new Intl.NumberFormat(getLocale(), { style: "percent" }).format(of === 0 ? 0 : counted / of);
  return <span title={t("admin_usage.students_of", { counted, of })}>{share}</span>;
}
