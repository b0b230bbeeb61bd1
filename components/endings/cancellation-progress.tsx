import { LookAgain } from "#components/checkout/look-again.tsx";
import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Meter } from "#components/ui/chart.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { CohortEndingCounts } from "#domain/checkout/count-cohort-endings.ts";

/** How many places of a cancelled cohort have ended, and what a person can do about the others. */
export function CancellationProgress({
  counts: { done, waiting, failed, due, total },
  cohortId,
  retry,
}: {
  counts: CohortEndingCounts;
  cohortId: string;
  retry: FormAction | undefined;
}) {
  const t = getTranslator();
  const isWell = failed + due === 0;
  return (
    <Notice tone={isWell ? "ok" : "warn"} title={t("endings.progress_title", { done, total })} className="mb-5">
      <Meter
        label={t("admin_courses.places_cancelled_label")}
        value={done}
        max={total}
        text={t("admin_courses.places_cancelled_of", { done, total })}
        className="my-2"
      />
      <p>{t("endings.progress_words", { waiting, failed, due })}</p>
      <div className="mt-2 flex flex-wrap items-center gap-4">
        {waiting > 0 && <LookAgain href={`/admin/cancellations?cohort=${cohortId}`} />}
        {!isWell && retry && (
          <StateForm action={retry} values={{ cohortId }}>
            <SubmitButton size="s" variant="quiet" pendingLabel={t("endings.pending")}>
              {t("endings.retry_button")}
            </SubmitButton>
          </StateForm>
        )}
      </div>
    </Notice>
  );
}
