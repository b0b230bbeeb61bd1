import { courseMetadata, findCourse } from "../../frame.tsx";
import {
  listFrame,
  readAddress,
  type SearchParams,
  toFilterValues,
  toSortParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ENROLMENT_WORDS, StateBadge } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { listCohortChoices } from "#domain/courses/list-courses.ts";
import { isAllowed } from "#domain/policy.ts";
import { type CourseStudentRow, listCourseStudents } from "#domain/usage/list-course-students.ts";
import { createStudentAddress } from "./list.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_usage.students_title"));

/** Who is in a course, and how much each has opened of it. */
export default async function CourseStudentsPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { office, read, timezone } = await findCourse((await params).id);
  const { course } = office;
  const address = createStudentAddress(course.id);
  const state = readAddress(address, await searchParams);
  const filters = { ...toFilterValues(address, state.filters, timezone), courseId: course.id };
  const list = await listCourseStudents(read, filters, state.view);
  const frame = listFrame(address, state, list);
  const cohorts = await listCohortChoices(read, course.id);
  return (
    <OfficeList
      title={t("admin_usage.students_of_title", { course: course.title })}
      noun={t("admin_usage.students_noun")}
      counted={t("admin_usage.students_counted", { count: frame.total })}
      lede={
        <a className="link" href={`/admin/courses/${course.id}/usage`}>
          {t("admin_usage.back_to_usage_link")}
        </a>
      }
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={address.path}
          keep={toSortParams(address, state)}
          fields={[
            {
              kind: "choice",
              label: t("admin_usage.opened_label"),
              name: "opened",
              value: state.filters.opened,
              all: t("admin_usage.opened_any"),
              options: [
                { value: "never", label: t("admin_usage.opened_never") },
                { value: "some", label: t("admin_usage.opened_some") },
              ],
            },
            {
              kind: "choice",
              label: t("admin_usage.cohort_label"),
              name: "cohort",
              value: state.filters.cohort,
              all: t("admin_usage.any_cohort"),
              options: cohorts,
            },
          ]}
        />
      }
      empty={{ title: t("admin_usage.no_students_title"), words: t("admin_usage.no_students_words") }}
    >
      <Table<CourseStudentRow>
        caption={t("admin_usage.students_title")}
        columns={columns(timezone, read.now, course.language, isAllowed(read.actor, "student.list"))}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(address, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string, now: Date, language: string, mayOpen: boolean): Column<CourseStudentRow>[] {
  const t = getTranslator();
  return [
    {
      key: "student",
      header: t("admin_usage.student"),
      long: true,
      sortable: true,
      cell: ({ id, name }) =>
        mayOpen ? (
          <a href={`/admin/enrolments/${id}`} className="font-[560] hover:underline" dir="auto">
            {name}
          </a>
        ) : (
          <span className="font-[560]" dir="auto">
            {name}
          </span>
        ),
    },
    {
      key: "cohort",
      header: t("admin_usage.cohort_label"),
      long: true,
      cell: ({ cohortName }) => <span {...writtenIn(language)}>{cohortName}</span>,
    },
    {
      key: "state",
      header: t("admin_usage.state"),
      cell: ({ state }) => <StateBadge words={ENROLMENT_WORDS} state={state} />,
    },
    {
      key: "openings",
      header: t("admin_usage.openings"),
      align: "end",
      cell: ({ openings, days }) =>
        openings === 0 ? formatNumber(0) : t("admin_usage.openings_on_days", { openings, days }),
    },
    {
      key: "last",
      header: t("admin_usage.last_opened"),
      align: "end",
      cell: ({ lastAt }) =>
        lastAt ? (
          <DateTime instant={lastAt} timezone={timezone} form="short" now={now} />
        ) : (
          <span className="text-ink-faint">{t("admin_usage.not_yet")}</span>
        ),
    },
    {
      key: "enrolled",
      header: t("admin_usage.enrolled_at"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="short" now={now} />,
    },
  ];
}
