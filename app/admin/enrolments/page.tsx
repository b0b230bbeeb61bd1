import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { ENROLMENT_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { listCohortChoices, listCourseChoices } from "#domain/courses/list-courses.ts";
import { type EnrolmentRow, listEnrolments } from "#domain/enrolments/list-enrolments.ts";
import { isAllowed } from "#domain/policy.ts";
import { ENROLMENT_LIST, enrolmentFilters } from "./list.ts";

export const metadata: Metadata = { title: "Enrolments" };

export default async function EnrolmentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("enrolment.list", ENROLMENT_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(ENROLMENT_LIST, await searchParams);
  const list = await listEnrolments(read, enrolmentFilters(state, timezone), state.view);
  const frame = listFrame(ENROLMENT_LIST, state, list);
  const { filters } = state;
  const courses = await listCourseChoices(read, filters.course);
  const cohorts = filters.course ? await listCohortChoices(read, filters.course) : [];
  return (
    <StaffPage here={ENROLMENT_LIST.path}>
      <ListPage
        title="Enrolments"
        noun="enrolments"
        lede={`Days and times as in ${timezone.replaceAll("_", " ")}.`}
        frame={frame}
        actions={
          isAllowed(read.actor, "enrolment.add") && (
            <LinkButton href="/admin/enrolments/new" size="s">
              Add by hand
            </LinkButton>
          )
        }
        filters={
          <FilterBar
            {...frame}
            path={ENROLMENT_LIST.path}
            keep={saidOrder(ENROLMENT_LIST, state)}
            fields={[
              { kind: "text", label: "Student, address or order", name: "q", value: filters.q },
              {
                kind: "choice",
                label: "State",
                name: "state",
                value: filters.state,
                all: "Any state",
                options: stateOptions(ENROLMENT_WORDS),
              },
              {
                kind: "choice",
                label: "Course",
                name: "course",
                value: filters.course,
                all: "Any course",
                options: courses,
              },
              ...(cohorts.length > 0
                ? [
                    {
                      kind: "choice" as const,
                      label: "Cohort",
                      name: "cohort",
                      value: filters.cohort,
                      all: "Any cohort",
                      options: cohorts,
                    },
                  ]
                : []),
              { kind: "day", label: "From", name: "from", value: filters.from },
              { kind: "day", label: "To", name: "to", value: filters.to },
            ]}
          />
        }
        empty={{
          title: "Nobody has enrolled yet",
          words: "Places appear here as soon as somebody takes one, or when you add one by hand.",
        }}
      >
        <Table<EnrolmentRow>
          caption="Enrolments"
          columns={columns(timezone)}
          rows={list.items}
          rowKey={({ id }) => id}
          {...tableOrder(ENROLMENT_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function columns(timezone: string): Column<EnrolmentRow>[] {
  return [
    {
      key: "student",
      header: "Student",
      long: true,
      sortable: true,
      cell: ({ id, studentName, studentEmail }) => (
        <span>
          <a href={`/admin/enrolments/${id}`} className="font-[560] hover:underline">
            {studentName}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(studentEmail)}</span>
        </span>
      ),
    },
    {
      key: "course",
      header: "Course",
      long: true,
      cell: ({ courseTitle, cohortName }) => (
        <span>
          {courseTitle}
          <span className="block text-tiny text-ink-faint">{cohortName}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: "State",
      cell: ({ state }) => <StateBadge words={ENROLMENT_WORDS} state={state} />,
    },
    {
      key: "order",
      header: "Order",
      cell: ({ orderCode }) =>
        orderCode ? (
          <a href={`/admin/orders/${orderCode}`} className="link num">
            {orderCode}
          </a>
        ) : (
          <span className="text-ink-faint">by hand</span>
        ),
    },
    {
      key: "created",
      header: "Enrolled",
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
