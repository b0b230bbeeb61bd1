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
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { APPROVAL_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { reasonWords } from "#components/ui/stored-words.ts";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CohortApproval, listCohortApprovals } from "#domain/checkout/list-cohort-approvals.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { type ApprovalRow, listApprovals } from "#domain/refunds/list-approvals.ts";
import { approveCohortRefundsAction, approveRefundAction, declineRefundAction } from "./actions.ts";
import { APPROVAL_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("approvals.title") };
}

/** Refunds above the school's bound: a second person allows each, or does not. */
export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("refund.approve", APPROVAL_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(APPROVAL_LIST, await searchParams);
  const list = await listApprovals(read, toFilterValues(APPROVAL_LIST, state.filters, timezone), state.view);
  const cohorts = await listCohortApprovals(read);
  const recent = await getRecentSignIn(APPROVAL_LIST.path);
  const frame = listFrame(APPROVAL_LIST, state, list);
  return (
    <ListPage
      title={t("approvals.title")}
      noun={t("approvals.noun")}
      counted={t("approvals.counted", { count: frame.total })}
      lede={t("approvals.lede")}
      frame={frame}
      filters={
        <>
          {cohorts.map((cohort) => (
            <OfCohort key={`${cohort.cohortId} ${cohort.currency}`} cohort={cohort} recent={recent} />
          ))}
          <FilterBar
            {...frame}
            path={APPROVAL_LIST.path}
            keep={toSortParams(APPROVAL_LIST, state)}
            fields={[
              {
                kind: "choice",
                label: t("approvals.approval_label"),
                name: "approval",
                value: state.filters.approval,
                all: t("approvals.any_approval"),
                options: stateOptions(APPROVAL_WORDS),
              },
            ]}
          />
        </>
      }
      empty={{ title: t("approvals.empty_title"), words: t("approvals.empty_words") }}
    >
      <Table<ApprovalRow>
        caption={t("approvals.title")}
        columns={columns(timezone, recent)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(APPROVAL_LIST, state)}
      />
    </ListPage>
  );
}

/** All refunds of a cancelled cohort in one press. */
function OfCohort({ cohort, recent }: { cohort: CohortApproval; recent: RecentSignIn }) {
  const t = getTranslator();
  const { cohortId, cohortName, courseTitle, count, amountMinor: minor, currency, isOwn } = cohort;
  const amount = formatAmount({ minor, currency });
  const words = { count, amount, course: isolateText(courseTitle), cohort: isolateText(cohortName) };
  return (
    <Notice tone="warn" title={t("approvals.cohort_title", words)} className="mb-5">
      {isOwn ? (
        t("refusals.second_person_needed")
      ) : (
        <Ask
          id={`approve-${cohortId}`}
          trigger={t("approvals.approve_all_button")}
          title={t("approvals.approve_all_title", words)}
          confirmLabel={t("approvals.approve_all_button")}
          why={false}
          tone="quiet"
          action={approveCohortRefundsAction}
          values={{ cohortId }}
          fields={<ConfirmIdentity {...recent} id={`confirm-${cohortId}`} />}
        >
          {t("approvals.approve_all_words")}
        </Ask>
      )}
    </Notice>
  );
}

function columns(timezone: string, recent: RecentSignIn): Column<ApprovalRow>[] {
  const t = getTranslator();
  return [
    {
      key: "order",
      header: t("approvals.order_label"),
      long: true,
      cell: ({ orderCode, buyerName, reason }) => (
        <span className="[overflow-wrap:anywhere]">
          <a href={`/admin/orders/${orderCode}`} className="link num font-[560]">
            {orderCode}
          </a>
          <span className="block" dir="auto">
            {buyerName}
          </span>
          <span className="block text-tiny text-ink-faint">{reasonWords(reason)}</span>
        </span>
      ),
    },
    {
      key: "amount",
      header: t("approvals.amount_label"),
      align: "end",
      cell: ({ amountMinor: minor, currency }) => <Money amount={{ minor, currency }} />,
    },
    {
      key: "asked",
      header: t("approvals.asked_label"),
      long: true,
      cell: ({ askerName, createdAt }) => (
        <span dir="auto">
          {askerName}
          <span className="block text-tiny text-ink-faint">
            <DateTime instant={createdAt} timezone={timezone} showZone={false} />
          </span>
        </span>
      ),
    },
    {
      key: "approval",
      header: t("approvals.approval_label"),
      long: true,
      cell: ({ approval, deciderName, decidedAt }) => (
        <span>
          {approval && <StateBadge words={APPROVAL_WORDS} state={approval} />}
          {decidedAt && (
            <span className="mt-1 block text-tiny text-ink-faint" dir="auto">
              {deciderName} <DateTime instant={decidedAt} timezone={timezone} showZone={false} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: "deeds",
      header: t("approvals.deeds_label"),
      cell: (row) => (row.approval === "awaited" ? <Deeds row={row} recent={recent} /> : null),
    },
  ];
}

function Deeds({ row, recent }: { row: ApprovalRow; recent: RecentSignIn }) {
  const t = getTranslator();
  const { id: refundId, amountMinor: minor, currency, orderCode, isOwn } = row;
  const amount = formatAmount({ minor, currency });
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-2">
      {isOwn ? (
        <span className="text-small text-ink-soft">{t("approvals.own_words")}</span>
      ) : (
        <Ask
          id={`approve-${refundId}`}
          trigger={t("approvals.approve_button")}
          title={t("approvals.approve_title", { amount, code: orderCode })}
          confirmLabel={t("approvals.approve_button")}
          why={false}
          tone="quiet"
          action={approveRefundAction}
          values={{ refundId }}
          fields={<ConfirmIdentity {...recent} id={`confirm-${refundId}`} />}
        >
          {t("approvals.approve_words")}
        </Ask>
      )}
      <Ask
        id={`decline-${refundId}`}
        trigger={t("approvals.decline_button")}
        title={t("approvals.decline_title", { amount, code: orderCode })}
        confirmLabel={t("approvals.decline_button")}
        action={declineRefundAction}
        values={{ refundId }}
      >
        {t("approvals.decline_words")}
      </Ask>
    </div>
  );
}
