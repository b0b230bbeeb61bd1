import { formatList } from "#components/ui/number.ts";
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
import {
  formatReviewReason,
  ORDER_WORDS,
  providerLabel,
  providerOptions,
  BalanceBadge,
  StateBadge,
  stateOptions,
} from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { explainStatementProblem } from "#domain/orders/on-statement.ts";
import { listOrders, type OrderRow } from "#domain/orders/list-orders.ts";
import type { PlainKey } from "#messages/message.ts";
import { ORDER_LIST } from "./list.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_orders.orders_title") };
}

const NEEDS: readonly { value: string; label: PlainKey }[] = [
  { value: "review", label: "admin_orders.need_review" },
  { value: "transfer", label: "admin_orders.need_transfer" },
  { value: "payout", label: "admin_orders.need_payout" },
  { value: "refund", label: "admin_orders.need_refund" },
  { value: "dispute", label: "admin_orders.need_dispute" },
  { value: "late", label: "admin_orders.need_late" },
];

export default async function OrdersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("order.list", ORDER_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(ORDER_LIST, await searchParams);
  const list = await listOrders(read, toFilterValues(ORDER_LIST, state.filters, timezone), state.view);
  const frame = listFrame(ORDER_LIST, state, list);
  const { filters } = state;
  const problem = filters.q ? explainStatementProblem(filters.q) : undefined;
  return (
    <OfficeList
      title={t("admin_orders.orders_title")}
      noun={t("admin_orders.orders_noun")}
      counted={t("admin_orders.orders_counted", { count: frame.total })}
      lede={problem ? t.format(problem) : t("admin_orders.orders_lede", { timezone: timezone.replaceAll("_", " ") })}
      actions={
        <LinkButton size="s" variant="quiet" href="/admin/claim-links">
          {t("admin_orders.claim_links_link")}
        </LinkButton>
      }
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={ORDER_LIST.path}
          keep={toSortParams(ORDER_LIST, state)}
          fields={[
            {
              kind: "text",
              label: t("admin_orders.search_label"),
              name: "q",
              value: filters.q,
            },
            {
              kind: "choice",
              label: t("admin_orders.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_orders.any_state"),
              options: stateOptions(ORDER_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_orders.needs_label"),
              name: "need",
              value: filters.need,
              all: t("admin_orders.any_need"),
              options: NEEDS.map(({ value, label }) => ({ value, label: t(label) })),
            },
            {
              kind: "choice",
              label: t("admin_orders.paid_with_label"),
              name: "provider",
              value: filters.provider,
              all: t("admin_orders.any_provider"),
              options: providerOptions(),
            },
            { kind: "day", label: t("admin_orders.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_orders.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{
        title: t("admin_orders.empty_title"),
        words: t("admin_orders.empty_words"),
      }}
    >
      <Table<OrderRow>
        caption={t("admin_orders.orders_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(ORDER_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<OrderRow>[] {
  const t = getTranslator();
  return [
    {
      key: "code",
      header: t("admin_orders.order"),
      sortable: true,
      cell: ({ code }) => (
        <a href={`/admin/orders/${code}`} className="num font-[560] hover:underline">
          {code}
        </a>
      ),
    },
    {
      key: "buyer",
      header: t("admin_orders.buyer"),
      long: true,
      cell: ({ buyerName, buyerEmail }) => (
        <span className="[overflow-wrap:anywhere]">
          {buyerName}
          <span className="block text-tiny text-ink-faint">{formatEmail(buyerEmail)}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("admin_orders.state"),
      cell: ({ state, reviewReason }) => (
        <span>
          <StateBadge words={ORDER_WORDS} state={state} />
          {reviewReason && (
            <span className="mt-1 block max-w-60 text-tiny text-bad lg:min-w-32">
              {formatReviewReason(reviewReason)}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "balance",
      header: t("admin_orders.balance"),
      cell: ({ state, balance, currency }) => <BalanceBadge {...{ state, balance, currency }} />,
    },
    {
      key: "providers",
      header: t("admin_orders.paid_with"),
      cell: ({ providers, totalMinor }) =>
        providers.length > 0 ? (
          formatList(providers.map((provider) => providerLabel(provider)))
        ) : (
          <span className="text-ink-faint">
            {totalMinor === 0 ? t("admin_orders.free") : t("admin_orders.not_tried_yet")}
          </span>
        ),
    },
    {
      key: "total",
      header: t("admin_orders.total"),
      align: "end",
      cell: ({ totalMinor, currency }) => <Money amount={{ minor: totalMinor, currency }} />,
    },
    {
      key: "created",
      header: t("admin_orders.created"),
      sortable: true,
      align: "end",
      // With seven columns there is no room for a day and its hour in one line.
      cell: ({ createdAt }) => (
        <span>
          <DateTime instant={createdAt} timezone={timezone} form="date" />
          <DateTime
            instant={createdAt}
            timezone={timezone}
            form="time"
            showZone={false}
            className="block text-ink-soft"
          />
        </span>
      ),
    },
  ];
}
