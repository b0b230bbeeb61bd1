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
import { COHORT_ENDING_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { CancellationProgress } from "#components/endings/cancellation-progress.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { countCohortEndings } from "#domain/checkout/count-cohort-endings.ts";
import { type CohortEndingRow, listCohortEndings } from "#domain/checkout/list-cohort-endings.ts";
import { getRefusalMessage, isRefusalCode } from "#domain/kernel/refusal.ts";
import { isAllowed } from "#domain/policy.ts";
import { retryCohortEndingsAction } from "./actions.ts";
import { CANCELLATION_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("endings.cancellations_title") };
}

/** How far the cancellation of a cohort is, place by place, with what went wrong and a button to try that again. */
export default async function CancellationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("enrolment.list", CANCELLATION_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(CANCELLATION_LIST, await searchParams);
  const list = await listCohortEndings(read, toFilterValues(CANCELLATION_LIST, state.filters, timezone), state.view);
  const frame = listFrame(CANCELLATION_LIST, state, list);
  const { cohort, state: filtered, money } = state.filters;
  const counts = cohort ? await countCohortEndings(read, cohort) : undefined;
  return (
    <ListPage
      title={t("endings.cancellations_title")}
      noun={t("endings.cancellations_noun")}
      counted={t("endings.cancellations_counted", { count: frame.total })}
      lede={t("endings.cancellations_lede")}
      frame={frame}
      filters={
        <>
          {cohort && counts && counts.total > 0 && (
            <CancellationProgress
              counts={counts}
              cohortId={cohort}
              retry={isAllowed(read.actor, "cohort.retry") ? retryCohortEndingsAction : undefined}
            />
          )}
          <FilterBar
            {...frame}
            path={CANCELLATION_LIST.path}
            keep={{ ...toSortParams(CANCELLATION_LIST, state), ...(cohort ? { cohort } : {}) }}
            fields={[
              {
                kind: "choice",
                label: t("endings.state_label"),
                name: "state",
                value: filtered,
                all: t("endings.any_state"),
                options: stateOptions(COHORT_ENDING_WORDS),
              },
              {
                kind: "choice",
                label: t("endings.money_label"),
                name: "money",
                value: money,
                all: t("endings.any_money"),
                options: [{ value: "due", label: t("endings.money_due") }],
              },
            ]}
          />
        </>
      }
      empty={{ title: t("endings.cancellations_empty_title"), words: t("endings.cancellations_empty_words") }}
    >
      <Table<CohortEndingRow>
        caption={t("endings.cancellations_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(CANCELLATION_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string): Column<CohortEndingRow>[] {
  const t = getTranslator();
  return [
    {
      key: "who",
      header: t("endings.who_label"),
      long: true,
      cell: ({ studentName, buyerName, enrolmentId }) =>
        enrolmentId ? (
          <a href={`/admin/enrolments/${enrolmentId}`} className="font-[560] hover:underline" dir="auto">
            {studentName}
          </a>
        ) : (
          <span dir="auto">{t("endings.unclaimed_of", { buyer: buyerName ?? "" })}</span>
        ),
    },
    {
      key: "course",
      header: t("admin_claims.course_label"),
      long: true,
      cell: ({ courseTitle, courseLanguage, cohortName, courseId, cohortId }) => (
        <span {...writtenIn(courseLanguage)}>
          {courseTitle}
          <a
            href={`/admin/courses/${courseId}/cohorts/${cohortId}`}
            className="block text-tiny text-ink-faint hover:underline"
          >
            {cohortName}
          </a>
        </span>
      ),
    },
    {
      key: "state",
      header: t("endings.state_label"),
      long: true,
      cell: (row) => <Outcome row={row} timezone={timezone} />,
    },
    {
      key: "order",
      header: t("endings.order_label"),
      cell: ({ orderCode, reviewReason }) =>
        orderCode && (
          <span>
            <a href={`/admin/orders/${orderCode}`} className="link num">
              {orderCode}
            </a>
            {reviewReason === "refund_due" && (
              <span className="block text-tiny text-bad">{t("endings.money_due")}</span>
            )}
          </span>
        ),
    },
    {
      key: "price",
      header: t("endings.price_label"),
      align: "end",
      cell: ({ priceMinor, currency }) =>
        priceMinor !== null && currency !== null && <Money amount={{ minor: priceMinor, currency }} />,
    },
  ];
}

/** The words of the refusal, where one is kept. */
function describeEndingFailure(failure: string): string {
  const t = getTranslator();
  return isRefusalCode(failure) ? t.format(getRefusalMessage(failure)) : t("endings.failure_broken");
}

/** Whether it has ended and, when it could not be, why that was and how often it was tried. */
function Outcome({ row, timezone }: { row: CohortEndingRow; timezone: string }) {
  const t = getTranslator();
  const { state, failure, attempts, triedAt } = row;
  return (
    <span>
      <StateBadge words={COHORT_ENDING_WORDS} state={state} />
      {state === "failed" && failure && (
        <span className="mt-1 block text-tiny text-ink-soft">
          {t("endings.failed_because", { failure: describeEndingFailure(failure), attempts })}
        </span>
      )}
      {triedAt && (
        <span className="block text-tiny text-ink-faint">
          <DateTime instant={triedAt} timezone={timezone} showZone={false} />
        </span>
      )}
    </span>
  );
}
