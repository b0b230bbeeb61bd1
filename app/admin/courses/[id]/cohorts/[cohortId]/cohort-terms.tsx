import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormLocalTime } from "#components/forms/local-time-field.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { tentativeWords } from "#components/catalogue/terms-words.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { getTentative } from "#domain/courses/get-tentative.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Cohort } from "#domain/courses/machine.ts";
import { TERM_PARTS } from "#domain/courses/set-cohort-terms.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { confirmCohortAction, setCohortTermsAction } from "../actions.ts";

const text = (count: number | null) => (count === null ? "" : String(count));

/** On what terms students leave a cohort by themselves, and with how many it takes place. */
export function CohortTermsPanel({ cohort }: { cohort: Cohort }) {
  const t = getTranslator();
  const { id, courseId, timezone, currency, cancelFeeMinor: minor } = cohort;
  const values = { courseId, cohortId: id, timezone, currency, seen: getEditVersion(cohort, TERM_PARTS) };
  const number = { inputMode: "numeric", maxLength: 12 } as const;
  return (
    <Panel title={t("admin_courses.terms_title")}>
      <StateForm action={setCohortTermsAction} values={values} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <FormInput
            name="cancelDays"
            label={t("admin_courses.cancel_days_label")}
            hint={t("admin_courses.cancel_days_hint")}
            {...number}
            defaultValue={text(cohort.cancelDays)}
            optional
          />
          <FormInput
            name="cancelPercent"
            label={t("admin_courses.cancel_percent_label")}
            hint={t("admin_courses.cancel_percent_hint")}
            {...number}
            defaultValue={String(cohort.cancelPercent)}
            required
          />
          <FormInput
            name="cancelFee"
            label={t("admin_courses.cancel_fee_label")}
            hint={t("admin_courses.cancel_fee_hint", { price: formatAmount({ minor: cohort.priceMinor, currency }) })}
            inputMode="decimal"
            maxLength={30}
            defaultValue={toDecimal({ minor, currency })}
            optional
          />
          <FormInput
            name="moveDays"
            label={t("admin_courses.move_days_label")}
            hint={t("admin_courses.move_days_hint")}
            {...number}
            defaultValue={text(cohort.moveDays)}
            optional
          />
          <FormInput
            name="studentsMin"
            label={t("admin_courses.students_min_label")}
            hint={t("admin_courses.students_min_hint", { seats: cohort.capacity ?? 0 })}
            {...number}
            defaultValue={text(cohort.studentsMin)}
            optional
          />
          <FormLocalTime
            name="confirmBy"
            label={t("admin_courses.confirm_by_label")}
            hint={t("admin_courses.confirm_by_hint")}
            timezone={timezone}
            instant={cohort.confirmBy}
            optional
          />
        </div>
        <p className="text-small text-ink-soft">{t("admin_courses.terms_note")}</p>
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
            {t("admin_courses.save_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

/** Whether a cohort with a minimum number takes place: it is confirmed here, and cancelled beside. */
export function DecisionPanel({ cohort }: { cohort: Cohort }) {
  const t = getTranslator();
  const { id, courseId, timezone, confirmedAt, studentsMin } = cohort;
  if (studentsMin === null) return null;
  const tentative = getTentative(cohort);
  return (
    <Panel title={t("admin_courses.decision_title")}>
      {tentative ? (
        <>
          <p className="mb-3.5">{tentativeWords(tentative, cohort)}</p>
          <Ask
            id="confirm-cohort"
            trigger={t("admin_courses.confirm_cohort_button")}
            title={t("admin_courses.confirm_cohort_title", { name: isolateText(cohort.name) })}
            confirmLabel={t("admin_courses.confirm_cohort_button")}
            why={false}
            tone="quiet"
            action={confirmCohortAction}
            values={{ courseId, cohortId: id }}
          >
            {t("admin_courses.confirm_cohort_words")}
          </Ask>
        </>
      ) : (
        confirmedAt && (
          <p>{t("admin_courses.cohort_confirmed_words", { at: formatInstant(confirmedAt, { timezone }) })}</p>
        )
      )}
    </Panel>
  );
}
