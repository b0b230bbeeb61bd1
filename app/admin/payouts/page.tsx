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
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { StateBadge, stateOptions } from "#components/admin/states.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { PayoutDeskView } from "#components/payouts/payout-desk-view.tsx";
import { PAYOUT_WORDS } from "#components/payouts/payout-words.ts";
import { Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { describeRefundFailure } from "#domain/kernel/describe-failure.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { getPayoutDesk } from "#domain/payouts/get-payout-desk.ts";
import { listPayouts, type PayoutRow } from "#domain/payouts/list-payouts.ts";
import { formatAccount } from "#domain/kernel/payee.ts";
import { getSchoolIban } from "#services/payments/payout-file.ts";
import { askAccountAction, createRunAction } from "./actions.ts";
import { PAYOUT_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("payouts.title") };
}

/** Refunds that go back by bank transfer: which are to be sent, whose account is missing, and the files for the bank. */
export default async function PayoutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("payout.list", PAYOUT_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(PAYOUT_LIST, await searchParams);
  const list = await listPayouts(read, toFilterValues(PAYOUT_LIST, state.filters, timezone), state.view);
  const iban = getSchoolIban();
  const desk = await getPayoutDesk(read, iban);
  const recent = await getRecentSignIn(PAYOUT_LIST.path);
  const frame = listFrame(PAYOUT_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("payouts.title")}
      noun={t("payouts.noun")}
      counted={t("payouts.counted", { count: frame.total })}
      lede={t("payouts.lede")}
      frame={frame}
      filters={
        <>
          <PayoutDeskView
            {...{ desk, recent, timezone }}
            hasAccount={iban !== undefined}
            createAction={createRunAction}
          />
          <FilterBar
            {...frame}
            path={PAYOUT_LIST.path}
            keep={toSortParams(PAYOUT_LIST, state)}
            fields={[
              { kind: "text", label: t("payouts.search_label"), name: "q", value: filters.q },
              {
                kind: "choice",
                label: t("payouts.status_label"),
                name: "status",
                value: filters.status,
                all: t("payouts.any_status"),
                options: stateOptions(PAYOUT_WORDS),
              },
            ]}
          />
        </>
      }
      empty={{ title: t("payouts.empty_title"), words: t("payouts.empty_words") }}
    >
      <Table<PayoutRow>
        caption={t("payouts.title")}
        columns={columns()}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(PAYOUT_LIST, state)}
      />
    </ListPage>
  );
}

function columns(): Column<PayoutRow>[] {
  const t = getTranslator();
  return [
    {
      key: "order",
      header: t("payouts.order_label"),
      long: true,
      cell: ({ orderCode, buyerName, buyerEmail }) => (
        <span className="[overflow-wrap:anywhere]">
          <a href={`/admin/orders/${orderCode}`} className="link num font-[560]">
            {orderCode}
          </a>
          <span className="block" dir="auto">
            {buyerName}
          </span>
          <span className="block text-tiny text-ink-faint">{formatEmail(buyerEmail)}</span>
        </span>
      ),
    },
    { key: "payee", header: t("payouts.payee_label"), long: true, cell: (row) => <Payee row={row} /> },
    {
      key: "status",
      header: t("payouts.status_label"),
      cell: ({ status, runCode, payoutRunId, failure, returnedId }) => (
        <span>
          <StateBadge words={PAYOUT_WORDS} state={status} />
          {runCode && (
            <a href={`/admin/payouts/${payoutRunId}`} className="link num block text-tiny">
              {runCode}
            </a>
          )}
          {failure && <span className="block text-tiny text-bad">{describeRefundFailure(failure, t)}</span>}
          {returnedId && <span className="block text-tiny text-bad">{t("payouts.after_return")}</span>}
        </span>
      ),
    },
    {
      key: "amount",
      header: t("payouts.amount_label"),
      align: "end",
      cell: ({ amountMinor: minor, currency }) => <Money amount={{ minor, currency }} />,
    },
    {
      key: "created",
      header: t("payouts.age_label"),
      sortable: true,
      align: "end",
      cell: ({ ageDays }) => t("payouts.days", { count: ageDays }),
    },
  ];
}

/** To whom it goes, or the way to ask for it. */
function Payee({ row: { id, holder, iban, status } }: { row: PayoutRow }) {
  const t = getTranslator();
  if (iban !== null) {
    return (
      <span className="[overflow-wrap:anywhere]">
        <bdi>{holder}</bdi>
        <span className="num block text-tiny text-ink-soft">{formatAccount(iban)}</span>
      </span>
    );
  }
  if (status !== "account_missing") return null;
  return (
    <div className="grid justify-items-start gap-1">
      <span className="text-ink-soft">{t("payouts.account_not_given")}</span>
      <StateForm action={askAccountAction} values={{ refundId: id }}>
        <SubmitButton size="s" variant="quiet" className="max-sm:min-h-11">
          {t("payouts.ask_button")}
        </SubmitButton>
      </StateForm>
    </div>
  );
}
