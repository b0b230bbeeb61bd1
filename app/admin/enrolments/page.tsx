import { formatEmail } from "#domain/kernel/email-address.ts";
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
import { ENROLMENT_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { listCohortChoices, listCourseChoices } from "#domain/courses/list-courses.ts";
import { type EnrolmentRow, listEnrolments } from "#domain/enrolments/list-enrolments.ts";
import { isAllowed } from "#domain/policy.ts";
import { ENROLMENT_LIST } from "./list.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_enrolments.enrolments_title") };
}

export default async function EnrolmentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("enrolment.list", ENROLMENT_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(ENROLMENT_LIST, await searchParams);
  const list = await listEnrolments(read, toFilterValues(ENROLMENT_LIST, state.filters, timezone), state.view);
  const frame = listFrame(ENROLMENT_LIST, state, list);
  const { filters } = state;
  const courses = await listCourseChoices(read, filters.course);
  const cohorts = filters.course ? await listCohortChoices(read, filters.course) : [];
  return (
    <OfficeList
      title={t("admin_enrolments.enrolments_title")}
      noun={t("admin_enrolments.enrolments_noun")}
      counted={t("admin_enrolments.enrolments_counted", { count: frame.total })}
      lede={t("admin_enrolments.enrolments_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      actions={
        isAllowed(read.actor, "enrolment.add") && (
          <LinkButton href="/admin/enrolments/new" size="s">
            {t("admin_enrolments.add_by_hand_button")}
          </LinkButton>
        )
      }
      filters={
        <FilterBar
          {...frame}
          path={ENROLMENT_LIST.path}
          keep={toSortParams(ENROLMENT_LIST, state)}
          fields={[
            {
              kind: "text",
              label: t("admin_enrolments.search_label"),
              name: "q",
              value: filters.q,
            },
            {
              kind: "choice",
              label: t("admin_enrolments.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_enrolments.any_state"),
              options: stateOptions(ENROLMENT_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_enrolments.need_label"),
              name: "need",
              value: filters.need,
              all: t("admin_enrolments.any_need"),
              options: [{ value: "doubted", label: t("admin_enrolments.need_doubted") }],
            },
            {
              kind: "choice",
              label: t("admin_enrolments.course_label"),
              name: "course",
              value: filters.course,
              all: t("admin_enrolments.any_course"),
              options: courses,
            },
            ...(cohorts.length > 0
              ? [
                  {
                    kind: "choice" as const,
                    label: t("admin_enrolments.cohort_label"),
                    name: "cohort",
                    value: filters.cohort,
                    all: t("admin_enrolments.any_cohort"),
                    options: cohorts,
                  },
                ]
              : []),
            { kind: "day", label: t("admin_enrolments.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_enrolments.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{
        title: t("admin_enrolments.empty_title"),
        words: t("admin_enrolments.empty_words"),
      }}
    >
      <Table<EnrolmentRow>
        caption={t("admin_enrolments.enrolments_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(ENROLMENT_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<EnrolmentRow>[] {
  const t = getTranslator();
  return [
    {
      key: "student",
      header: t("admin_enrolments.student_label"),
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
      header: t("admin_enrolments.course_label"),
      long: true,
      cell: ({ courseTitle, courseLanguage, cohortName }) => (
        <span {...writtenIn(courseLanguage)}>
          {courseTitle}
          <span className="block text-tiny text-ink-faint">{cohortName}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("admin_enrolments.state_label"),
      cell: ({ state }) => <StateBadge words={ENROLMENT_WORDS} state={state} />,
    },
    {
      key: "order",
      header: t("admin_enrolments.order_label"),
      cell: ({ orderCode, claimedOrderCode }) => {
        const code = orderCode ?? claimedOrderCode;
        if (!code) return <span className="text-ink-faint">{t("admin_enrolments.order_by_hand")}</span>;
        return (
          <a href={`/admin/orders/${code}`} className="link num">
            {code}
          </a>
        );
      },
    },
    {
      key: "created",
      header: t("admin_enrolments.enrolled_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
