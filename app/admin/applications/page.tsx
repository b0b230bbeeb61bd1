import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  type SearchParams,
  toFilterValues,
  toSortParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { APPLICATION_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type ApplicationRow, listApplications } from "#domain/applications/list-applications.ts";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { APPLICATION_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("applications.applications_title") };
}

/** Who applied for a place: each that waits is decided on a page of its own, beside what the student answered. */
export default async function ApplicationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("application.list", APPLICATION_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(APPLICATION_LIST, await searchParams);
  const list = await listApplications(read, toFilterValues(APPLICATION_LIST, state.filters, timezone), state.view);
  const frame = listFrame(APPLICATION_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("applications.applications_title")}
      noun={t("applications.applications_noun")}
      counted={t("applications.applications_counted", { count: frame.total })}
      lede={t("applications.applications_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={APPLICATION_LIST.path}
          keep={toSortParams(APPLICATION_LIST, state)}
          fields={[
            { kind: "text", label: t("applications.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("applications.state_label"),
              name: "state",
              value: filters.state,
              all: t("applications.any_state"),
              options: stateOptions(APPLICATION_WORDS),
            },
            {
              kind: "choice",
              label: t("applications.course_label"),
              name: "course",
              value: filters.course,
              all: t("applications.any_course"),
              options: await listCourseChoices(read, filters.course),
            },
            { kind: "day", label: t("applications.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("applications.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("applications.empty_title"), words: t("applications.empty_words") }}
    >
      <Table<ApplicationRow>
        caption={t("applications.applications_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(APPLICATION_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string): Column<ApplicationRow>[] {
  const t = getTranslator();
  return [
    {
      key: "student",
      header: t("applications.student_label"),
      long: true,
      cell: ({ id, studentName, studentEmail }) => (
        <span>
          <a href={`/admin/applications/${id}`} className="font-[560] hover:underline">
            {studentName}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(studentEmail)}</span>
        </span>
      ),
    },
    {
      key: "course",
      header: t("applications.course_label"),
      long: true,
      cell: ({ courseTitle, courseLanguage, cohortName, seatsLeft, state }) => (
        <span {...writtenIn(courseLanguage)}>
          {courseTitle}
          <span className="block text-tiny text-ink-faint">{cohortName}</span>
          {state === "applied" && seatsLeft !== null && (
            <span className="block text-tiny text-ink-faint">{t("applications.seats_left", { count: seatsLeft })}</span>
          )}
        </span>
      ),
    },
    {
      key: "state",
      header: t("applications.state_label"),
      cell: ({ state, orderCode }) => (
        <span>
          <StateBadge words={APPLICATION_WORDS} state={state} />
          {orderCode && (
            <a href={`/admin/orders/${orderCode}`} className="link num mt-1 block text-tiny">
              {orderCode}
            </a>
          )}
        </span>
      ),
    },
    {
      key: "applied",
      header: t("applications.applied_label"),
      sortable: true,
      align: "end",
      cell: ({ appliedAt }) => <DateTime instant={appliedAt} timezone={timezone} showZone={false} />,
    },
  ];
}
