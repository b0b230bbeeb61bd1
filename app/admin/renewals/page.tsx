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
import { formatAccessEnd } from "#components/access/format-access-end.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { RENEWAL_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { listRenewals, type RenewalRow } from "#domain/enrolments/list-renewals.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { isAllowed } from "#domain/policy.ts";
import { RENEWAL_LIST } from "./list.ts";
import { RenewalDecision } from "./decision.tsx";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_renewals.renewals_title") };
}

/** What students ask for, pay and were given: each that waits is approved, for other days perhaps, or declined in its row. */
export default async function RenewalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("renewal.list", RENEWAL_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(RENEWAL_LIST, await searchParams);
  const list = await listRenewals(read, toFilterValues(RENEWAL_LIST, state.filters, timezone), state.view);
  const frame = listFrame(RENEWAL_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("admin_renewals.renewals_title")}
      noun={t("admin_renewals.renewals_noun")}
      counted={t("admin_renewals.renewals_counted", { count: frame.total })}
      lede={t("admin_renewals.renewals_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={RENEWAL_LIST.path}
          keep={toSortParams(RENEWAL_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_renewals.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_renewals.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_renewals.any_state"),
              options: stateOptions(RENEWAL_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_renewals.course_label"),
              name: "course",
              value: filters.course,
              all: t("admin_renewals.any_course"),
              options: await listCourseChoices(read, filters.course),
            },
            { kind: "day", label: t("admin_renewals.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_renewals.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("admin_renewals.empty_title"), words: t("admin_renewals.empty_words") }}
    >
      <Table<RenewalRow>
        caption={t("admin_renewals.renewals_title")}
        columns={columns(timezone, isAllowed(read.actor, "renewal.decide"))}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(RENEWAL_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string, mayDecide: boolean): Column<RenewalRow>[] {
  const t = getTranslator();
  return [
    {
      key: "student",
      header: t("admin_renewals.student_label"),
      long: true,
      cell: ({ enrolmentId, studentName, studentEmail }) => (
        <span>
          <a href={`/admin/enrolments/${enrolmentId}`} className="font-[560] hover:underline">
            {studentName}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(studentEmail)}</span>
        </span>
      ),
    },
    {
      key: "course",
      header: t("admin_renewals.course_label"),
      long: true,
      cell: ({ courseTitle, courseLanguage, cohortName, renewsFrom }) => (
        <span {...writtenIn(courseLanguage)}>
          {courseTitle}
          <span className="block text-tiny text-ink-faint">{cohortName}</span>
          <span className="block text-tiny text-ink-faint">
            {t("admin_renewals.access_until", { end: formatAccessEnd(renewsFrom, timezone) })}
          </span>
        </span>
      ),
    },
    {
      key: "reason",
      header: t("admin_renewals.reason_label"),
      long: true,
      cell: ({ reason, answer }) => (
        <span className="[overflow-wrap:anywhere]" dir="auto">
          {reason}
          {answer && <span className="block text-tiny text-ink-faint">{t("admin_renewals.answered", { answer })}</span>}
        </span>
      ),
    },
    {
      key: "state",
      header: t("admin_renewals.state_label"),
      cell: (renewal) =>
        mayDecide && renewal.state === "requested" ? (
          <RenewalDecision renewal={renewal} />
        ) : (
          <span>
            <StateBadge words={RENEWAL_WORDS} state={renewal.state} />
            <span className="mt-1 block text-tiny text-ink-faint">
              {t("admin_renewals.days_counted", { days: renewal.days })}
              {renewal.orderCode && (
                <>
                  {" · "}
                  <a href={`/admin/orders/${renewal.orderCode}`} className="link num">
                    {renewal.orderCode}
                  </a>
                </>
              )}
            </span>
          </span>
        ),
    },
    {
      key: "created",
      header: t("admin_renewals.asked_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
