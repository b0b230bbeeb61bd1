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
import { StateBadge, stateOptions, WITHDRAWAL_WORDS } from "#components/admin/states.tsx";
import { getLocale } from "#components/messages/get-locale.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { judgeWithdrawal } from "#domain/checkout/judge-withdrawal.ts";
import { listWithdrawals, type WithdrawalRow } from "#domain/checkout/list-withdrawals.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { formatToTheSecond } from "#domain/kernel/format-to-the-second.ts";
import { isAllowed } from "#domain/policy.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { runtime } from "#runtime";
import { acceptWithdrawalAction, declineWithdrawalAction } from "./actions.ts";
import { WITHDRAWAL_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("withdrawals.office_title") };
}

/** What people have declared on the public page, with the refund prepared. */
export default async function WithdrawalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("withdrawal.list", WITHDRAWAL_LIST.path);
  const { read, settings, timezone } = await getOfficeContext();
  const state = readAddress(WITHDRAWAL_LIST, await searchParams);
  const list = await listWithdrawals(read, toFilterValues(WITHDRAWAL_LIST, state.filters, timezone), state.view);
  const recent = await getRecentSignIn(WITHDRAWAL_LIST.path);
  const frame = listFrame(WITHDRAWAL_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("withdrawals.office_title")}
      noun={t("withdrawals.noun")}
      counted={t("withdrawals.counted", { count: frame.total })}
      lede={t("withdrawals.office_lede")}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={WITHDRAWAL_LIST.path}
          keep={toSortParams(WITHDRAWAL_LIST, state)}
          fields={[
            { kind: "text", label: t("withdrawals.code_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("endings.state_label"),
              name: "state",
              value: filters.state,
              all: t("endings.any_state"),
              options: stateOptions(WITHDRAWAL_WORDS),
            },
          ]}
        />
      }
      empty={{ title: t("withdrawals.empty_title"), words: t("withdrawals.empty_words") }}
    >
      <Table<WithdrawalRow>
        caption={t("withdrawals.office_title")}
        columns={columns(settings, recent, {
          decide: isAllowed(read.actor, "withdrawal.decide"),
          refund: isAllowed(read.actor, "refund.request"),
        })}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(WITHDRAWAL_LIST, state)}
      />
    </ListPage>
  );
}

/** What whoever looks at the list may do. What is accepted without `refund` is sent by whoever looks after the money. */
type May = { decide: boolean; refund: boolean };

function columns(settings: SchoolSettings, recent: RecentSignIn, may: May): Column<WithdrawalRow>[] {
  const t = getTranslator();
  const { timezone } = settings;
  return [
    {
      key: "who",
      header: t("withdrawals.who_label"),
      long: true,
      cell: ({ name, email, code, orderId }) => (
        <span className="[overflow-wrap:anywhere]" dir="auto">
          {name}
          <span className="block text-tiny text-ink-faint">{formatEmail(email)}</span>
          {orderId ? (
            <a href={`/admin/orders/${code}`} className="link num">
              {code}
            </a>
          ) : (
            <span className="num">{code}</span>
          )}
        </span>
      ),
    },
    {
      key: "received",
      header: t("withdrawals.received_label"),
      sortable: true,
      cell: ({ receivedAt }) => (
        <span className="num">{formatToTheSecond(receivedAt, timezone, { locale: getLocale() })}</span>
      ),
    },
    {
      key: "judged",
      header: t("withdrawals.judged_label"),
      long: true,
      cell: (row) => (
        <span dir="auto">
          {describeJudgement(row, settings)}
          {row.company !== "" && (
            <span className="mt-1 block font-[560] [overflow-wrap:anywhere]">
              {t("withdrawals.judged_company", { company: isolateText(row.company) })}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "state",
      header: t("endings.state_label"),
      long: true,
      cell: ({ state, deciderName, reason }) => (
        <span dir="auto">
          <StateBadge words={WITHDRAWAL_WORDS} state={state} />
          {deciderName && <span className="mt-1 block text-tiny text-ink-faint">{deciderName}</span>}
          {reason && <span className="block text-tiny text-ink-soft">{reason}</span>}
        </span>
      ),
    },
    ...(may.decide
      ? [
          {
            key: "deeds",
            header: t("approvals.deeds_label"),
            cell: (row: WithdrawalRow) =>
              row.state === "open" ? <Deeds row={row} recent={recent} mayRefund={may.refund} /> : null,
          },
        ]
      : []),
  ];
}

/** Whether it came in time, by the period and the exemptions of the settings. The office decides all the same. */
function describeJudgement(row: WithdrawalRow, settings: SchoolSettings): string {
  const t = getTranslator();
  const judged = judgeWithdrawal(row, settings);
  if (judged.kind === "unknown") return t("withdrawals.judged_unknown");
  if (judged.kind === "exempt") return t("withdrawals.judged_exempt");
  const date = formatInstant(judged.until, { timezone: settings.timezone });
  return t(judged.kind === "in_time" ? "withdrawals.judged_in_time" : "withdrawals.judged_late", { date });
}

type DeedsProps = { row: WithdrawalRow; recent: RecentSignIn; mayRefund: boolean };

function Deeds({ row, recent, mayRefund }: DeedsProps) {
  const t = getTranslator();
  const { id: withdrawalId, code, orderId, paidMinor: minor, currency } = row;
  const paid = orderId === null || currency === null ? undefined : { minor, currency };
  const amount = paid ? formatAmount(paid) : "";
  const accept = mayRefund ? t("withdrawals.accept_button", { amount }) : t("withdrawals.accept_review_button");
  const isLarge = mayRefund && paid !== undefined && isLargeRefund(paid, runtime().rules);
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-2">
      {paid && (
        <Ask
          id={`accept-${withdrawalId}`}
          trigger={accept}
          title={t("withdrawals.accept_title", { code })}
          confirmLabel={accept}
          why={false}
          tone="quiet"
          action={acceptWithdrawalAction}
          values={{ withdrawalId }}
          fields={<ConfirmIdentity {...recent} isRecent={recent.isRecent || !isLarge} id={`confirm-${withdrawalId}`} />}
        >
          {mayRefund ? t("withdrawals.accept_words") : t("withdrawals.accept_review_words", { amount })}
        </Ask>
      )}
      <Ask
        id={`decline-${withdrawalId}`}
        trigger={t("withdrawals.decline_button")}
        title={t("withdrawals.decline_title", { code })}
        confirmLabel={t("withdrawals.decline_button")}
        action={declineWithdrawalAction}
        values={{ withdrawalId }}
      >
        {t("withdrawals.decline_words")}
      </Ask>
    </div>
  );
}
