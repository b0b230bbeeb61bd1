import { Panel } from "#components/admin/panel.tsx";
import { LookAgain } from "#components/checkout/look-again.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Meter } from "#components/ui/chart.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CohortCancellation } from "#domain/checkout/get-cohort-cancellation.ts";
import type { CohortRow } from "#domain/courses/get-course-office.ts";

/** Leads to the form that ends it, which says whom that concerns and what comes back. */
export function CancelCohort({ cohort: { courseId, id } }: { cohort: CohortRow }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_courses.cancel_cohort_panel_title")}>
      <LinkButton variant="quiet" size="s" href={`/admin/courses/${courseId}/cohorts/${id}/end`}>
        {t("admin_courses.cancel_cohort_button")}
      </LinkButton>
    </Panel>
  );
}

/** Says that a cohort is cancelled and, until everybody in it is, how far that is. */
export function CancelledNotice({
  cohort,
  cancellation,
}: {
  cohort: CohortRow;
  cancellation: CohortCancellation | undefined;
}) {
  const t = getTranslator();
  const { enrolled, unpaid, waiting, decision } = cancellation ?? {
    enrolled: 0,
    unpaid: 0,
    waiting: 0,
    decision: null,
  };
  const left = enrolled + unpaid;
  if (left + waiting === 0) {
    return (
      <Notice tone="warn" title={t("admin_courses.cohort_cancelled_title")} className="mb-5">
        {t("admin_courses.cohort_cancelled_words")}{" "}
        {decision && decision.places > 0 && (
          <a className="link" href={`/admin/cancellations?cohort=${cohort.id}`}>
            {t("endings.progress_link")}
          </a>
        )}
      </Notice>
    );
  }
  const total = Math.max(left, decision?.places ?? 0);
  const text = t("admin_courses.places_cancelled_of", { done: total - left, total });
  const { courseId, id } = cohort;
  return (
    <Notice tone="warn" title={t("admin_courses.cohort_being_cancelled_title")} className="mb-5">
      <p>{t("admin_courses.cohort_being_cancelled_words")}</p>
      <Meter
        label={t("admin_courses.places_cancelled_label")}
        value={total - left}
        max={total}
        text={text}
        className="my-2"
      />
      <p className="flex flex-wrap gap-x-4">
        <LookAgain href={`/admin/courses/${courseId}/cohorts/${id}`} />
        <a className="link" href={`/admin/cancellations?cohort=${id}`}>
          {t("endings.progress_link")}
        </a>
      </p>
    </Notice>
  );
}
