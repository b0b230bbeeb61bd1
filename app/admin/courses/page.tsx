import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { COURSE_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Meter } from "#components/ui/chart.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CourseRow, listCourses, listSubjectChoices } from "#domain/courses/list-courses.ts";
import { isAllowed } from "#domain/policy.ts";
import { COURSE_LIST, courseFilters } from "./list.ts";

export const metadata: Metadata = { title: "Courses" };

export default async function CoursesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("course.list", COURSE_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(COURSE_LIST, await searchParams);
  const list = await listCourses(read, courseFilters(state), state.view);
  const frame = listFrame(COURSE_LIST, state, list);
  const { filters } = state;
  const mayCreate = isAllowed(read.actor, "course.create");
  const create = (
    <LinkButton href="/admin/courses/new" size="s">
      New course
    </LinkButton>
  );
  return (
    <StaffPage here={COURSE_LIST.path}>
      <ListPage
        title="Courses"
        noun="courses"
        frame={frame}
        actions={mayCreate && create}
        otherExports={
          isAllowed(read.actor, "course.import")
            ? [{ label: "Whole catalogue, to edit and import", href: "/admin/courses/catalogue.csv" }]
            : []
        }
        filters={
          <FilterBar
            {...frame}
            path={COURSE_LIST.path}
            keep={saidOrder(COURSE_LIST, state)}
            fields={[
              { kind: "text", label: "Words", name: "q", value: filters.q },
              {
                kind: "choice",
                label: "State",
                name: "state",
                value: filters.state,
                all: "Any state",
                options: stateOptions(COURSE_WORDS),
              },
              {
                kind: "choice",
                label: "Subject",
                name: "subject",
                value: filters.subject,
                all: "Any subject",
                options: await listSubjectChoices(read),
              },
            ]}
          />
        }
        empty={
          mayCreate
            ? {
                title: "No courses yet",
                words: "Begin with a title and a summary. It stays a draft until you publish it.",
                action: create,
              }
            : { title: "No courses yet", words: "Courses that you teach appear here." }
        }
      >
        <Table<CourseRow>
          caption="Courses"
          columns={columns(timezone)}
          rows={list.items}
          rowKey={({ id }) => id}
          rowTone={({ state }) => (state === "archived" ? "muted" : "plain")}
          {...tableOrder(COURSE_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function columns(timezone: string): Column<CourseRow>[] {
  return [
    {
      key: "title",
      header: "Course",
      long: true,
      sortable: true,
      cell: ({ id, title }) => (
        <a href={`/admin/courses/${id}`} className="font-[560] hover:underline">
          {title}
        </a>
      ),
    },
    {
      key: "subject",
      header: "Subject",
      long: true,
      sortable: true,
      cell: ({ subject }) => subject || <span className="text-ink-faint">none</span>,
    },
    { key: "state", header: "State", cell: ({ state }) => <StateBadge words={COURSE_WORDS} state={state} /> },
    {
      key: "cohorts",
      header: "Cohorts",
      align: "end",
      cell: ({ id, cohorts }) => (
        <a href={`/admin/courses/${id}/cohorts`} className="hover:underline">
          {cohorts}
        </a>
      ),
    },
    { key: "seats", header: "Seats", cell: (row) => <Seats {...row} /> },
    {
      key: "created",
      header: "Created",
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} form="date" />,
    },
  ];
}

function Seats({ cohorts, seatsTaken, capacity }: CourseRow) {
  if (cohorts === 0) return <span className="text-ink-faint">no dates</span>;
  if (capacity === null) return <span className="num">{seatsTaken.toLocaleString("en")} taken, no limit</span>;
  const text = `${seatsTaken.toLocaleString("en")} of ${capacity.toLocaleString("en")}`;
  return (
    <div className="w-36">
      <span className="num text-small text-ink-soft">{text}</span>
      <Meter label="Seats" value={seatsTaken} max={capacity} text={text} hideText className="mt-1" />
    </div>
  );
}
