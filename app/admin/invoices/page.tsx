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
import { StateBadge, stateOptions } from "#components/admin/states.tsx";
import { getInvoiceHref, INVOICE_WORDS, isReopened, KIND_WORDS } from "#components/invoices/invoice-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { INVOICE_KINDS } from "#db/enums.ts";
import { type InvoiceRow, listInvoices } from "#domain/invoices/list-invoices.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { INVOICE_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_invoices.invoices_title") };
}

/** Every invoice, cancellation invoice and credit note. */
export default async function InvoicesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("invoice.list", INVOICE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(INVOICE_LIST, await searchParams);
  const list = await listInvoices(read, toFilterValues(INVOICE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(INVOICE_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("admin_invoices.invoices_title")}
      noun={t("admin_invoices.invoices_noun")}
      counted={t("admin_invoices.invoices_counted", { count: frame.total })}
      lede={t("admin_invoices.invoices_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={INVOICE_LIST.path}
          keep={toSortParams(INVOICE_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_invoices.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_invoices.kind_label"),
              name: "kind",
              value: filters.kind,
              all: t("admin_invoices.any_kind"),
              options: INVOICE_KINDS.map((value) => ({ value, label: t(KIND_WORDS[value]) })),
            },
            {
              kind: "choice",
              label: t("admin_invoices.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_invoices.any_state"),
              options: stateOptions(INVOICE_WORDS),
            },
            { kind: "day", label: t("admin_invoices.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_invoices.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("admin_invoices.empty_title"), words: t("admin_invoices.empty_words") }}
    >
      <Table<InvoiceRow>
        caption={t("admin_invoices.invoices_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(INVOICE_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string): Column<InvoiceRow>[] {
  const t = getTranslator();
  return [
    {
      key: "number",
      header: t("admin_invoices.number_label"),
      cell: ({ code, kind, orderCode }) => (
        <span>
          <a href={getInvoiceHref(orderCode, code)} className="num font-[560] hover:underline">
            {code}
          </a>
          <span className="block text-tiny text-ink-faint">{t(KIND_WORDS[kind])}</span>
        </span>
      ),
    },
    {
      key: "buyer",
      header: t("admin_invoices.buyer_label"),
      long: true,
      cell: ({ buyerName, buyerEmail }) => (
        <span>
          <span dir="auto" className="[overflow-wrap:anywhere]">
            {buyerName}
          </span>
          <span className="block break-all text-tiny font-normal text-ink-faint">{formatEmail(buyerEmail)}</span>
        </span>
      ),
    },
    {
      key: "order",
      header: t("admin_invoices.order_label"),
      cell: ({ orderCode }) => (
        <a href={`/admin/orders/${orderCode}`} className="num hover:underline">
          {orderCode}
        </a>
      ),
    },
    {
      key: "state",
      header: t("admin_invoices.state_label"),
      cell: ({ kind, state, dueOn, failure }) => (
        <span>
          <StateBadge words={INVOICE_WORDS} state={state} />
          {isReopened({ kind, state, dueOn }) && (
            <span className="mt-1 block text-tiny text-ink-soft">{t("invoices.reopened_words")}</span>
          )}
          {failure !== null && <span className="mt-1 block text-tiny text-bad">{t("invoices.no_file")}</span>}
        </span>
      ),
    },
    {
      key: "issued",
      header: t("admin_invoices.issued_label"),
      sortable: true,
      align: "end",
      cell: ({ issuedAt }) => <DateTime instant={issuedAt} timezone={timezone} showZone={false} />,
    },
    {
      key: "total",
      header: t("admin_invoices.total_label"),
      align: "end",
      cell: ({ totalMinor: minor, currency, kind }) => (
        <Money amount={{ minor: kind === "invoice" ? minor : -minor, currency }} />
      ),
    },
  ];
}
