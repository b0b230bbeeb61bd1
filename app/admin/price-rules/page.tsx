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
import { daysWords, DISCOUNT_WORDS, discountWords, RULE_KIND_WORDS } from "#components/discounts/coupon-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { PRICE_RULE_KINDS } from "#db/enums.ts";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { isAllowed } from "#domain/policy.ts";
import { listPriceRules, type PriceRuleRow } from "#domain/price-rules/list-price-rules.ts";
import { PRICE_RULE_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("price_rules.rules_title") };
}

/** Prices for whoever orders early, is of a group, has bought before or orders several places. */
export default async function PriceRulesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("price_rule.list", PRICE_RULE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(PRICE_RULE_LIST, await searchParams);
  const list = await listPriceRules(read, toFilterValues(PRICE_RULE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(PRICE_RULE_LIST, state, list);
  const { filters } = state;
  const add = isAllowed(read.actor, "price_rule.edit") ? (
    <LinkButton href="/admin/price-rules/new" size="s">
      {t("price_rules.new_button")}
    </LinkButton>
  ) : undefined;
  return (
    <OfficeList
      title={t("price_rules.rules_title")}
      noun={t("price_rules.rules_noun")}
      counted={t("price_rules.rules_counted", { count: frame.total })}
      lede={t("price_rules.rules_lede")}
      frame={frame}
      actions={add}
      filters={
        <FilterBar
          {...frame}
          path={PRICE_RULE_LIST.path}
          keep={toSortParams(PRICE_RULE_LIST, state)}
          fields={[
            { kind: "text", label: t("price_rules.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("price_rules.kind_label"),
              name: "kind",
              value: filters.kind,
              all: t("price_rules.any_kind"),
              options: PRICE_RULE_KINDS.map((kind) => ({ value: kind, label: t(RULE_KIND_WORDS[kind]) })),
            },
            {
              kind: "choice",
              label: t("coupons.state_label"),
              name: "state",
              value: filters.state,
              all: t("coupons.any_state"),
              options: stateOptions(DISCOUNT_WORDS),
            },
            {
              kind: "choice",
              label: t("price_rules.course_label"),
              name: "course",
              value: filters.course,
              all: t("price_rules.any_course"),
              options: await listCourseChoices(read, filters.course),
            },
          ]}
        />
      }
      empty={{ title: t("price_rules.empty_title"), words: t("price_rules.empty_words"), action: add }}
    >
      <Table<PriceRuleRow>
        caption={t("price_rules.rules_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(PRICE_RULE_LIST, state)}
      />
    </OfficeList>
  );
}

function columns(timezone: string): Column<PriceRuleRow>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("price_rules.name_label"),
      long: true,
      cell: ({ id, name, kind }) => (
        <span>
          <a href={`/admin/price-rules/${id}`} className="font-[560] hover:underline" dir="auto">
            {name}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{t(RULE_KIND_WORDS[kind])}</span>
        </span>
      ),
    },
    { key: "value", header: t("price_rules.price_label"), cell: (rule) => discountWords(rule) },
    {
      key: "for",
      header: t("price_rules.for_label"),
      long: true,
      cell: ({ courseTitle, cohortName }) => (
        <span dir="auto">
          {courseTitle ?? t("coupons.scope_everything")}
          {cohortName && <span className="block text-tiny text-ink-faint">{cohortName}</span>}
        </span>
      ),
    },
    { key: "days", header: t("coupons.days_label"), cell: (rule) => daysWords(rule, timezone) },
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
  ];
}
