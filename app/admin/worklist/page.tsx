import type { Metadata } from "next";
import { isReasonNeeded, listWorkSteps } from "#domain/reports/work-steps.ts";
import {
  listFrame,
  listHref,
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
import { getTranslator } from "#components/messages/get-translator.ts";
import { Table } from "#components/ui/table.tsx";
import { workColumns } from "#components/worklist/work-columns.tsx";
import { WORK_KIND_WORDS } from "#components/worklist/work-words.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { getWorkTeam } from "#domain/reports/get-work-team.ts";
import { listWork, WORK_AGES, type WorkRow } from "#domain/reports/list-work.ts";
import { listOwnWorkKinds } from "#domain/reports/work-kinds.ts";
import { assignWorkAction, takeStepAction } from "./actions.ts";
import { WORK_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("worklist.title") };
}

/** All of the school's money that waits for a person, the oldest first, with the next step about each. */
export default async function WorklistPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("work.list", WORK_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(WORK_LIST, await searchParams);
  const list = await listWork(read, toFilterValues(WORK_LIST, state.filters, timezone), state.view);
  const team = await getWorkTeam(read);
  const frame = listFrame(WORK_LIST, state, list);
  const { filters } = state;
  const me = getActorId(read.actor);
  return (
    <ListPage
      title={t("worklist.title")}
      noun={t("worklist.noun")}
      counted={t("worklist.counted", { count: frame.total })}
      lede={t("worklist.lede")}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={WORK_LIST.path}
          keep={toSortParams(WORK_LIST, state)}
          fields={[
            { kind: "text", label: t("worklist.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("worklist.kind_label"),
              name: "kind",
              value: filters.kind,
              all: t("worklist.any_kind"),
              options: listOwnWorkKinds(read.actor).map((value) => ({ value, label: t(WORK_KIND_WORDS[value]) })),
            },
            {
              kind: "choice",
              label: t("worklist.owner_label"),
              name: "owner",
              value: filters.owner,
              all: t("worklist.any_owner"),
              options: [
                { value: "me", label: t("worklist.me") },
                { value: "nobody", label: t("worklist.nobody") },
                ...team.filter(({ id }) => id !== me).map(({ id: value, name: label }) => ({ value, label })),
              ],
            },
            {
              kind: "choice",
              label: t("worklist.age"),
              name: "age",
              value: filters.age,
              all: t("worklist.any_age"),
              options: WORK_AGES.map((value) => ({ value, label: t("worklist.at_least", { count: Number(value) }) })),
            },
          ]}
        />
      }
      empty={{ title: t("worklist.empty_title"), words: t("worklist.empty_words") }}
    >
      <Table<WorkRow>
        caption={t("worklist.title")}
        columns={workColumns({
          rules: { listWorkSteps, isReasonNeeded },
          ...{ timezone, me, team, back: listHref(WORK_LIST, state, { page: state.view.page }) },
          ...{ assign: assignWorkAction, takeStep: takeStepAction },
        })}
        rows={list.items}
        rowKey={({ key }) => key}
        {...toTableSort(WORK_LIST, state)}
      />
    </ListPage>
  );
}
