import { getTranslator } from "#components/messages/get-translator.ts";
import type { Opening } from "#domain/usage/list-openings.ts";
import type { StudentUsage } from "#domain/usage/list-student-usage.ts";
import { DateTime } from "../ui/date.tsx";
import { Table } from "../ui/table.tsx";
import { writtenIn } from "../ui/written-in.ts";

/** How much somebody has opened of each course. */
export function CourseOpenings({ rows, timezone }: { rows: StudentUsage[]; timezone: string }) {
  const t = getTranslator();
  return (
    <Table<StudentUsage>
      caption={t("openings.by_course_title")}
      rows={rows}
      rowKey={({ courseId }) => courseId}
      columns={[
        {
          key: "course",
          header: t("openings.course"),
          long: true,
          cell: ({ courseTitle, courseLanguage }) => <span {...writtenIn(courseLanguage)}>{courseTitle}</span>,
        },
        {
          key: "openings",
          header: t("openings.openings"),
          align: "end",
          cell: ({ openings, days }) => t("openings.openings_on_days", { openings, days }),
        },
        {
          key: "first",
          header: t("openings.first"),
          align: "end",
          cell: ({ firstAt }) => <DateTime instant={firstAt} timezone={timezone} form="date" />,
        },
        {
          key: "last",
          header: t("openings.last"),
          align: "end",
          cell: ({ lastAt }) => <DateTime instant={lastAt} timezone={timezone} form="date" />,
        },
      ]}
    />
  );
}

/** What somebody opened, one line each. */
export function OpeningList({ openings, timezone }: { openings: Opening[]; timezone: string }) {
  const t = getTranslator();
  return (
    <Table<Opening>
      caption={t("openings.single_title")}
      rows={openings}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "what",
          header: t("openings.what"),
          long: true,
          cell: ({ courseTitle, courseLanguage, materialTitle }) => (
            <span>
              <span {...writtenIn(courseLanguage)}>{materialTitle ?? courseTitle}</span>
              {materialTitle !== null && (
                <span className="block text-tiny text-ink-faint" {...writtenIn(courseLanguage)}>
                  {courseTitle}
                </span>
              )}
            </span>
          ),
        },
        {
          key: "at",
          header: t("openings.when"),
          align: "end",
          cell: ({ at }) => <DateTime instant={at} timezone={timezone} showZone={false} />,
        },
      ]}
    />
  );
}
