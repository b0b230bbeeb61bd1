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
import { CLAIM_LINK_WORDS, stateOptions } from "#components/admin/states.tsx";
import { ClaimBadge } from "#components/claims/claim-badge.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type ClaimLinkRow, listClaimLinks } from "#domain/checkout/list-claim-links.ts";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { CLAIM_LINK_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_claims.title") };
}

/** Places that were bought for others. What the office does about one stands on its order. */
export default async function ClaimLinksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("claim_link.list", CLAIM_LINK_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(CLAIM_LINK_LIST, await searchParams);
  const list = await listClaimLinks(read, toFilterValues(CLAIM_LINK_LIST, state.filters, timezone), state.view);
  const frame = listFrame(CLAIM_LINK_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("admin_claims.title")}
      noun={t("admin_claims.noun")}
      counted={t("admin_claims.counted", { count: frame.total })}
      lede={t("admin_claims.lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={CLAIM_LINK_LIST.path}
          keep={toSortParams(CLAIM_LINK_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_claims.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_claims.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_claims.any_state"),
              options: stateOptions(CLAIM_LINK_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_claims.course_label"),
              name: "course",
              value: filters.course,
              all: t("admin_claims.any_course"),
              options: await listCourseChoices(read, filters.course),
            },
            { kind: "day", label: t("admin_claims.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_claims.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("admin_claims.empty_title"), words: t("admin_claims.empty_words") }}
    >
      <Table<ClaimLinkRow>
        caption={t("admin_claims.title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(CLAIM_LINK_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string): Column<ClaimLinkRow>[] {
  const t = getTranslator();
  return [
    {
      key: "order",
      header: t("admin_claims.order_label"),
      long: true,
      cell: ({ orderCode, buyerName, buyerEmail }) => (
        <span>
          <a href={`/admin/orders/${orderCode}#claims`} className="link num font-[560]">
            {orderCode}
          </a>
          <span className="block" dir="auto">
            {buyerName}
          </span>
          <span className="block text-tiny text-ink-faint">{formatEmail(buyerEmail)}</span>
        </span>
      ),
    },
    {
      key: "for",
      header: t("admin_claims.for_label"),
      long: true,
      cell: ({ name, email, studentName, enrolmentId }) => (
        <span dir="auto">
          {studentName && enrolmentId ? (
            <a href={`/admin/enrolments/${enrolmentId}`} className="font-[560] hover:underline">
              {studentName}
            </a>
          ) : (
            name || t("admin_claims.nobody_named")
          )}
          {email && <span className="block text-tiny text-ink-faint">{formatEmail(email)}</span>}
        </span>
      ),
    },
    {
      key: "course",
      header: t("admin_claims.course_label"),
      long: true,
      cell: ({ courseTitle, courseLanguage, cohortName, courseId, cohortId }) => (
        <span {...writtenIn(courseLanguage)}>
          {courseTitle}
          <a
            href={`/admin/courses/${courseId}/cohorts/${cohortId}`}
            className="block text-tiny text-ink-faint hover:underline"
          >
            {cohortName}
          </a>
        </span>
      ),
    },
    { key: "state", header: t("admin_claims.state_label"), cell: (claim) => <ClaimBadge link={claim} /> },
    {
      key: "created",
      header: t("admin_claims.ordered_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
