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
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CouponCodeRow, listCouponCodes } from "#domain/coupons/list-coupon-codes.ts";
import { COUPON_CODE_LIST } from "../list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("coupons.codes_title") };
}

/** Codes for one order each: to be handed out, and which of them were used. */
export default async function CouponCodesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("coupon.edit", COUPON_CODE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(COUPON_CODE_LIST, await searchParams);
  const list = await listCouponCodes(read, toFilterValues(COUPON_CODE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(COUPON_CODE_LIST, state, list);
  const { filters } = state;
  const { coupon } = filters;
  return (
    <OfficeList
      title={t("coupons.codes_title")}
      noun={t("coupons.codes_noun")}
      counted={t("coupons.codes_counted", { count: frame.total })}
      lede={
        <a className="link" href={coupon ? `/admin/coupons/${coupon}` : "/admin/coupons"}>
          {coupon ? t("coupons.back_to_coupon") : t("coupons.back_to_coupons")}
        </a>
      }
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={COUPON_CODE_LIST.path}
          keep={{ ...toSortParams(COUPON_CODE_LIST, state), ...(coupon ? { coupon } : {}) }}
          fields={[
            { kind: "text", label: t("coupons.search_code_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("coupons.usage_label"),
              name: "usage",
              value: filters.usage,
              all: t("coupons.any_usage"),
              options: [
                { value: "unused", label: t("coupons.code_unused") },
                { value: "used", label: t("coupons.code_used") },
              ],
            },
          ]}
        />
      }
      empty={{ title: t("coupons.codes_empty_title"), words: t("coupons.codes_empty_words") }}
    >
      <Table<CouponCodeRow>
        caption={t("coupons.codes_title")}
        columns={columns()}
        rows={list.items}
        rowKey={({ key }) => key}
        {...toTableSort(COUPON_CODE_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(): Column<CouponCodeRow>[] {
  const t = getTranslator();
  return [
    {
      key: "code",
      header: t("coupons.code_label"),
      long: true,
      sortable: true,
      cell: ({ code }) => <code className="[overflow-wrap:anywhere]">{code}</code>,
    },
    {
      key: "coupon",
      header: t("coupons.coupon_label"),
      cell: ({ couponId, couponName }) => (
        <a href={`/admin/coupons/${couponId}`} className="hover:underline" dir="auto">
          {couponName}
        </a>
      ),
    },
    {
      key: "usage",
      header: t("coupons.usage_label"),
      cell: ({ uses, orderCode }) =>
        uses > 0 ? (
          <span>
            <Badge tone="ok">{t("coupons.code_used")}</Badge>
            {orderCode && (
              <a href={`/admin/orders/${orderCode}`} className="link num mt-1 block min-h-6 text-tiny">
                {orderCode}
              </a>
            )}
          </span>
        ) : (
          <Badge tone="neutral">{t("coupons.code_unused")}</Badge>
        ),
    },
  ];
}
