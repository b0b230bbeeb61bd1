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
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { StateBadge, stateOptions } from "#components/admin/states.tsx";
import { USE_WORDS } from "#components/discounts/coupon-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CouponUseRow, listCouponUses } from "#domain/coupons/list-coupon-uses.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { COUPON_USE_LIST } from "../list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("coupons.uses_title") };
}

/** The orders that used coupons: those that wait, those that are paid, and those that gave theirs back. */
export default async function CouponUsesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("coupon.list", COUPON_USE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(COUPON_USE_LIST, await searchParams);
  const list = await listCouponUses(read, toFilterValues(COUPON_USE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(COUPON_USE_LIST, state, list);
  const { filters } = state;
  const { coupon } = filters;
  return (
    <OfficeList
      title={t("coupons.uses_title")}
      noun={t("coupons.uses_noun")}
      counted={t("coupons.uses_counted", { count: frame.total })}
      lede={
        <a className="link" href={coupon ? `/admin/coupons/${coupon}` : "/admin/coupons"}>
          {coupon ? t("coupons.back_to_coupon") : t("coupons.back_to_coupons")}
        </a>
      }
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={COUPON_USE_LIST.path}
          keep={{ ...toSortParams(COUPON_USE_LIST, state), ...(coupon ? { coupon } : {}) }}
          fields={[
            { kind: "text", label: t("coupons.search_buyer_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("coupons.state_label"),
              name: "state",
              value: filters.state,
              all: t("coupons.any_state"),
              options: stateOptions(USE_WORDS),
            },
            { kind: "day", label: t("coupons.created_from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("coupons.created_to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("coupons.uses_empty_title"), words: t("coupons.uses_empty_words") }}
    >
      <Table<CouponUseRow>
        caption={t("coupons.uses_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(COUPON_USE_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<CouponUseRow>[] {
  const t = getTranslator();
  return [
    {
      key: "buyer",
      header: t("coupons.buyer_label"),
      long: true,
      cell: ({ buyerId, buyerName, buyerEmail }) => (
        <span className="[overflow-wrap:anywhere]">
          <a href={`/admin/students/${buyerId}`} className="font-[560] hover:underline" dir="auto">
            {buyerName}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(buyerEmail)}</span>
        </span>
      ),
    },
    {
      key: "order",
      header: t("coupons.order_label"),
      cell: ({ orderCode, code }) => (
        <span className="[overflow-wrap:anywhere]">
          <a href={`/admin/orders/${orderCode}`} className="link num">
            {orderCode}
          </a>
          <code className="block text-tiny text-ink-faint">{code}</code>
        </span>
      ),
    },
    {
      key: "discount",
      header: t("coupons.discount_label"),
      align: "end",
      cell: ({ discountMinor, totalMinor, currency }) => (
        <span>
          <Money amount={{ minor: -discountMinor, currency }} />
          <span className="block text-tiny text-ink-faint">
            {t.rich("coupons.of_total", { total: <Money amount={{ minor: totalMinor, currency }} /> })}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("coupons.state_label"),
      cell: ({ state }) => <StateBadge words={USE_WORDS} state={state} />,
    },
    {
      key: "created",
      header: t("coupons.ordered_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
