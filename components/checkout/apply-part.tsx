import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { QuestionInputs } from "#components/questions/question-inputs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Application } from "#domain/applications/machine.ts";
import type { EnrolView } from "#domain/checkout/get-enrol-view.ts";
import type { AskedView } from "#domain/questions/list-questions.ts";

type ApplyProps = {
  offer: EnrolView;
  questions: AskedView[];
  megabytesMax: number;
  /** The last application of whoever looks, if there is one. */
  application: Application | undefined;
  timezone: string;
  applyAction: FormAction;
  withdrawAction: FormAction;
};

/** A cohort about whose places the office decides: one applies here, sees what became of it, and takes it back. */
export function ApplyPart(props: ApplyProps) {
  const { application } = props;
  if (application?.state === "applied") return <Applied {...props} application={application} />;
  return (
    <div className="grid gap-5">
      {application?.state === "declined" && <Declined application={application} />}
      <ApplyForm {...props} />
    </div>
  );
}

function ApplyForm({ offer, questions, megabytesMax, applyAction }: ApplyProps) {
  const t = getTranslator();
  return (
    <StateForm action={applyAction} values={{ cohortId: offer.cohortId }} className="grid gap-5">
      {offer.barrier === "full" && <p className="text-ink-soft">{t("applications.full_words")}</p>}
      {questions.length > 0 && <h2 className="text-lg">{t("questions.school_asks_heading")}</h2>}
      <QuestionInputs questions={questions} megabytesMax={megabytesMax} />
      <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
        {t("applications.apply_button")}
      </SubmitButton>
      <p className="text-small text-ink-soft">{t("applications.apply_words")}</p>
    </StateForm>
  );
}

function Applied({ application, offer, timezone, withdrawAction }: ApplyProps & { application: Application }) {
  const t = getTranslator();
  return (
    <div className="grid gap-5">
      <Notice tone="info" title={t("applications.applied_title")}>
        {t.rich("applications.applied_words", {
          at: <DateTime instant={application.appliedAt} timezone={timezone} form="datetime" />,
        })}
      </Notice>
      <StateForm action={withdrawAction} values={{ applicationId: application.id, cohortId: offer.cohortId }}>
        <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
          {t("applications.withdraw_button")}
        </SubmitButton>
      </StateForm>
    </div>
  );
}

function Declined({ application: { reply } }: { application: Application }) {
  const t = getTranslator();
  return (
    <Notice tone="warn" title={t("applications.declined_title")}>
      <p className="whitespace-pre-line" dir="auto">
        {reply}
      </p>
      <p>{t("applications.declined_words")}</p>
    </Notice>
  );
}
