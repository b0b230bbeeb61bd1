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
import { DIFFERENCE_STATUS_WORDS, KIND_WORDS, providerLabel, stateOptions } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { differenceColumns, SetAside } from "#components/reconciliation/difference-parts.tsx";
import { Table } from "#components/ui/table.tsx";
import { isAllowed } from "#domain/policy.ts";
import { type DifferenceRow, listDifferences } from "#domain/reconciliation/list-differences.ts";
import { listSetAside } from "#domain/reconciliation/list-set-aside.ts";
import { resolveDifferenceAction } from "./actions.ts";
import { DIFFERENCE_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("reconciliation.title") };
}

/** What the providers' books and ours do not agree on, and messages that did not fit. */
export default async function ReconciliationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("reconciliation.list", DIFFERENCE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(DIFFERENCE_LIST, await searchParams);
  const list = await listDifferences(read, toFilterValues(DIFFERENCE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(DIFFERENCE_LIST, state, list);
  const { filters } = state;
  const mayResolve = isAllowed(read.actor, "reconciliation.resolve");
  return (
    <>
      <ListPage
        title={t("reconciliation.title")}
        noun={t("reconciliation.noun")}
        counted={t("reconciliation.counted", { count: frame.total })}
        lede={t("reconciliation.lede")}
        frame={frame}
        filters={
          <FilterBar
            {...frame}
            path={DIFFERENCE_LIST.path}
            keep={toSortParams(DIFFERENCE_LIST, state)}
            fields={[
              { kind: "text", label: t("reconciliation.search_label"), name: "q", value: filters.q },
              {
                kind: "choice",
                label: t("reconciliation.status_label"),
                name: "status",
                value: filters.status,
                all: t("reconciliation.any_status"),
                options: stateOptions(DIFFERENCE_STATUS_WORDS),
              },
              {
                kind: "choice",
                label: t("reconciliation.kind_label"),
                name: "kind",
                value: filters.kind,
                all: t("reconciliation.any_kind"),
                options: stateOptions(KIND_WORDS),
              },
            ]}
          />
        }
        empty={{ title: t("reconciliation.empty_title"), words: t("reconciliation.empty_words") }}
      >
        <Table<DifferenceRow>
          caption={t("reconciliation.title")}
          columns={differenceColumns({ timezone, mayResolve, action: resolveDifferenceAction, providerLabel })}
          rows={list.items}
          rowKey={({ id }) => id}
          {...toTableSort(DIFFERENCE_LIST, state)}
        />
      </ListPage>
      <SetAside events={await listSetAside(read)} timezone={timezone} />
    </>
  );
}
