import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import {
  attentionWords,
  ORDER_WORDS,
  providerLabel,
  providerOptions,
  StandingBadge,
  StateBadge,
  stateOptions,
} from "#components/admin/states.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { explainStatementProblem } from "#domain/orders/on-statement.ts";
import { listOrders, type OrderRow } from "#domain/orders/list-orders.ts";
import { ORDER_LIST, orderFilters } from "./list.ts";

export const metadata: Metadata = { title: "Orders" };

const NEEDS = [
  { value: "attention", label: "Needs review" },
  { value: "transfer", label: "Transfer to confirm" },
  { value: "payout", label: "Refund to transfer" },
  { value: "refund", label: "Refund that failed" },
  { value: "dispute", label: "Dispute to answer" },
];

export default async function OrdersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("order.list", ORDER_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(ORDER_LIST, await searchParams);
  const list = await listOrders(read, orderFilters(state, timezone), state.view);
  const frame = listFrame(ORDER_LIST, state, list);
  const { filters } = state;
  const problem = filters.q ? explainStatementProblem(filters.q) : undefined;
  return (
    <StaffPage here={ORDER_LIST.path}>
      <ListPage
        title="Orders"
        noun="orders"
        lede={problem ?? `Days and times as in ${timezone.replaceAll("_", " ")}.`}
        frame={frame}
        filters={
          <FilterBar
            {...frame}
            path={ORDER_LIST.path}
            keep={saidOrder(ORDER_LIST, state)}
            fields={[
              { kind: "text", label: "Order, reference, amount, id or buyer", name: "q", value: filters.q },
              {
                kind: "choice",
                label: "State",
                name: "state",
                value: filters.state,
                all: "Any state",
                options: stateOptions(ORDER_WORDS),
              },
              { kind: "choice", label: "Needs", name: "need", value: filters.need, all: "Anything", options: NEEDS },
              {
                kind: "choice",
                label: "Paid with",
                name: "provider",
                value: filters.provider,
                all: "Any way",
                options: providerOptions(),
              },
              { kind: "day", label: "From", name: "from", value: filters.from },
              { kind: "day", label: "To", name: "to", value: filters.to },
            ]}
          />
        }
        empty={{
          title: "No orders yet",
          words: "An order appears here as soon as somebody presses Enrol.",
        }}
      >
        <Table<OrderRow>
          caption="Orders"
          columns={columns(timezone)}
          rows={list.items}
          rowKey={({ id }) => id}
          {...tableOrder(ORDER_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function columns(timezone: string): Column<OrderRow>[] {
  return [
    {
      key: "code",
      header: "Order",
      sortable: true,
      cell: ({ code }) => (
        <a href={`/admin/orders/${code}`} className="num font-[560] hover:underline">
          {code}
        </a>
      ),
    },
    {
      key: "buyer",
      header: "Buyer",
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
      header: "State",
      cell: ({ state, attention }) => (
        <span>
          <StateBadge words={ORDER_WORDS} state={state} />
          {attention && <span className="mt-1 block max-w-60 text-tiny text-bad">{attentionWords(attention)}</span>}
        </span>
      ),
    },
    {
      key: "standing",
      header: "Standing",
      cell: ({ state, standing, currency }) => <StandingBadge {...{ state, standing, currency }} />,
    },
    {
      key: "providers",
      header: "Paid with",
      cell: ({ providers, totalMinor }) =>
        providers.length > 0 ? (
          providers.map((provider) => providerLabel(provider)).join(", ")
        ) : (
          <span className="text-ink-faint">{totalMinor === 0 ? "free" : "nothing yet"}</span>
        ),
    },
    {
      key: "total",
      header: "Total",
      align: "end",
      cell: ({ totalMinor, currency }) => <Money amount={{ minor: totalMinor, currency }} />,
    },
    {
      key: "created",
      header: "Created",
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
