import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  toFilterValues,
  toSortParams,
  type SearchParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { COURSE_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Meter } from "#components/ui/chart.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CourseRow, listCourses, listSubjectChoices } from "#domain/courses/list-courses.ts";
import { isAllowed } from "#domain/policy.ts";
import { COURSE_LIST } from "./list.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_courses.courses_title") };
}

export default async function CoursesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("course.list", COURSE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(COURSE_LIST, await searchParams);
  const list = await listCourses(read, toFilterValues(COURSE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(COURSE_LIST, state, list);
  const { filters } = state;
  const mayCreate = isAllowed(read.actor, "course.create");
  const create = (
    <LinkButton href="/admin/courses/new" size="s">
      {t("admin_courses.new_course_title")}
    </LinkButton>
  );
  return (
    <OfficeList
      title={t("admin_courses.courses_title")}
      noun={t("admin_courses.courses_noun")}
      counted={t("admin_courses.courses_counted", { count: frame.total })}
      frame={frame}
      actions={mayCreate && create}
      otherExports={
        isAllowed(read.actor, "course.import")
          ? [
              {
                label: t("admin_courses.catalogue_export_label"),
                href: "/admin/courses/catalogue.csv",
              },
            ]
          : []
      }
      filters={
        <FilterBar
          {...frame}
          path={COURSE_LIST.path}
          keep={toSortParams(COURSE_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_courses.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_courses.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_courses.any_state"),
              options: stateOptions(COURSE_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_courses.subject_label"),
              name: "subject",
              value: filters.subject,
              all: t("admin_courses.any_subject"),
              options: await listSubjectChoices(read),
            },
          ]}
        />
      }
      empty={
        mayCreate
          ? {
              title: t("admin_courses.empty_title"),
              words: t("admin_courses.empty_words"),
              action: create,
            }
          : {
              title: t("admin_courses.empty_title"),
              words: t("admin_courses.empty_words_instructor"),
            }
      }
    >
      <Table<CourseRow>
        caption={t("admin_courses.courses_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        rowTone={({ state }) => (state === "archived" ? "muted" : "plain")}
        {...toTableSort(COURSE_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<CourseRow>[] {
  const t = getTranslator();
  return [
    {
      key: "title",
      header: t("admin_courses.course_label"),
      long: true,
      sortable: true,
      cell: ({ id, title, language }) => (
        <a href={`/admin/courses/${id}`} className="font-[560] hover:underline" {...writtenIn(language)}>
          {title}
        </a>
      ),
    },
    {
      key: "subject",
      header: t("admin_courses.subject_label"),
      long: true,
      sortable: true,
      cell: ({ subject }) => subject || <span className="text-ink-faint">{t("admin_courses.none")}</span>,
    },
    {
      key: "state",
      header: t("admin_courses.state_label"),
      cell: ({ state }) => <StateBadge words={COURSE_WORDS} state={state} />,
    },
    {
      key: "cohorts",
      header: t("admin_courses.cohorts_title"),
      align: "end",
      cell: ({ id, cohorts }) => (
        <a href={`/admin/courses/${id}/cohorts`} className="hover:underline">
          {cohorts}
        </a>
      ),
    },
    { key: "seats", header: t("admin_courses.seats_title"), cell: (row) => <Seats {...row} /> },
    {
      key: "created",
      header: t("admin_courses.created_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
    },
  ];
}

function Seats({ cohorts, seatsTaken, capacity }: CourseRow) {
  const t = getTranslator();
  if (cohorts === 0) return <span className="text-ink-faint">{t("admin_courses.no_cohorts")}</span>;
  if (capacity === null)
    return <span className="num">{t("admin_courses.seats_taken_no_limit", { taken: seatsTaken })}</span>;
  const text = t("admin_courses.seats_of_capacity", { taken: seatsTaken, capacity });
  return (
    <div className="w-36">
      <span className="num text-small text-ink-soft">{text}</span>
      <Meter
        label={t("admin_courses.seats_title")}
        value={seatsTaken}
        max={capacity}
        text={text}
        hideText
        className="mt-1"
      />
    </div>
  );
}
