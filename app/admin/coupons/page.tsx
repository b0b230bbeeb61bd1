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
import { daysWords, DISCOUNT_WORDS, discountWords } from "#components/discounts/coupon-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type CouponRow, listCoupons } from "#domain/coupons/list-coupons.ts";
import { isAllowed } from "#domain/policy.ts";
import { COUPON_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("coupons.coupons_title") };
}

/** What takes something off the price for whoever has its code. */
export default async function CouponsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("coupon.list", COUPON_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(COUPON_LIST, await searchParams);
  const list = await listCoupons(read, toFilterValues(COUPON_LIST, state.filters, timezone), state.view);
  const frame = listFrame(COUPON_LIST, state, list);
  const { filters } = state;
  const add = isAllowed(read.actor, "coupon.edit") ? (
    <LinkButton href="/admin/coupons/new" size="s">
      {t("coupons.new_button")}
    </LinkButton>
  ) : undefined;
  return (
    <OfficeList
      title={t("coupons.coupons_title")}
      noun={t("coupons.coupons_noun")}
      counted={t("coupons.coupons_counted", { count: frame.total })}
      lede={t("coupons.coupons_lede")}
      frame={frame}
      actions={add}
      filters={
        <FilterBar
          {...frame}
          path={COUPON_LIST.path}
          keep={toSortParams(COUPON_LIST, state)}
          fields={[
            { kind: "text", label: t("coupons.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("coupons.state_label"),
              name: "state",
              value: filters.state,
              all: t("coupons.any_state"),
              options: stateOptions(DISCOUNT_WORDS),
            },
            { kind: "day", label: t("coupons.created_from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("coupons.created_to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("coupons.empty_title"), words: t("coupons.empty_words"), action: add }}
    >
      <Table<CouponRow>
        caption={t("coupons.coupons_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(COUPON_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<CouponRow>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("coupons.name_label"),
      long: true,
      cell: ({ id, name, code, codes }) => (
        <span className="[overflow-wrap:anywhere]">
          <a href={`/admin/coupons/${id}`} className="font-[560] hover:underline" dir="auto">
            {name}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">
            {code ?? t("coupons.single_codes", { count: codes })}
          </span>
        </span>
      ),
    },
    { key: "value", header: t("coupons.value_label"), cell: (coupon) => discountWords(coupon) },
    { key: "days", header: t("coupons.days_label"), cell: (coupon) => daysWords(coupon, timezone) },
    {
      key: "uses",
      header: t("coupons.uses_label"),
      align: "end",
      cell: ({ uses, usesMax }) =>
        usesMax === null ? t("coupons.uses", { uses }) : t("coupons.uses_of", { uses, most: usesMax }),
    },
    {
      key: "state",
      header: t("coupons.state_label"),
      cell: ({ state, isOver }) =>
        isOver && state === "active" ? (
          <Badge tone="neutral">{t("coupons.state_over")}</Badge>
        ) : (
          <StateBadge words={DISCOUNT_WORDS} state={state} />
        ),
    },
    {
      key: "created",
      header: t("coupons.created_label"),
      sortable: true,
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
