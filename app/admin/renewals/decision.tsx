import { Ask } from "#components/admin/ask.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { RenewalRow } from "#domain/enrolments/list-renewals.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { approveRenewalAction, declineRenewalAction } from "./actions.ts";

/** Yes in one click, for the days that are typed; no with the reason that the student reads. */
export function RenewalDecision({ renewal: { id, days, studentName } }: { renewal: RenewalRow }) {
  const t = getTranslator();
  const values = { renewalId: id };
  return (
    <div className="grid min-w-44 justify-items-start gap-2">
      <StateForm action={approveRenewalAction} values={values} className="flex flex-wrap items-end gap-2">
        <FormInput
          id={`days-${id}`}
          name="days"
          label={t("admin_renewals.days_label")}
          inputMode="numeric"
          maxLength={12}
          defaultValue={String(days)}
          className="w-20"
        />
        <FormInput
          id={`answer-${id}`}
          name="answer"
          label={t("admin_renewals.answer_label")}
          maxLength={1000}
          className="w-44"
          optional
        />
        <SubmitButton size="s" className="max-sm:min-h-11">
          {t.rich("admin_renewals.approve_button", {
            name: studentName,
            hidden: (children) => <span className="sr-only">{children}</span>,
          })}
        </SubmitButton>
      </StateForm>
      <Ask
        id={`decline-${id}`}
        trigger={t("admin_renewals.decline_button")}
        title={t("admin_renewals.decline_title", { studentName: isolateText(studentName) })}
        confirmLabel={t("admin_renewals.decline_button")}
        why={t("access.why_hint")}
        action={declineRenewalAction}
        values={values}
      >
        {t("admin_renewals.decline_words")}
      </Ask>
    </div>
  );
}
