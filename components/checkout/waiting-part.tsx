import { pagePath } from "#messages/page-path.ts";
import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { EnrolView } from "#domain/checkout/get-enrol-view.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { offer: EnrolView; signedIn: boolean; waitAction: FormAction; stopWaitingAction: FormAction };

/** A full cohort: how to wait for a seat, where one stands, and how to stop waiting. */
export function WaitingPart({ offer, signedIn, waitAction, stopWaitingAction }: Props) {
  const t = getTranslator();
  const { waiting, cohortId } = offer;
  if (waiting) {
    const offered = waiting.state === "offered";
    return (
      <div className="grid gap-5">
        {!offered && (
          <Notice tone="info" title={t("checkout.you_are_on_the_waiting_list_title")}>
            {t("checkout.number_in_line", { position: waiting.position })}
          </Notice>
        )}
        <StateForm action={stopWaitingAction} values={{ cohortId, waitingId: waiting.id }}>
          <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
            {offered ? t("checkout.i_no_longer_want_the_seat_button") : t("checkout.leave_the_waiting_list_button")}
          </SubmitButton>
        </StateForm>
      </div>
    );
  }
  if (!offer.hasWaitingList) {
    return (
      <Notice tone="warn" title={t("checkout.every_seat_is_taken_title")}>
        <a className="link" href={pagePath(`/courses/${offer.courseSlug}`)}>
          {t("checkout.see_the_other_dates_of_this_course")}
        </a>
      </Notice>
    );
  }
  return (
    <div className="grid gap-5">
      <Notice tone="warn" title={t("checkout.every_seat_is_taken_title")}>
        {t("checkout.join_the_waiting_list_when_a_seat_becomes")}
      </Notice>
      {signedIn ? (
        <StateForm action={waitAction} values={{ cohortId }}>
          <SubmitButton full pendingLabel={t("checkout.one_moment_pending")}>
            {t("checkout.join_the_waiting_list_button")}
          </SubmitButton>
        </StateForm>
      ) : (
        <>
          <LinkButton full href={`/sign-in?next=/enrol/${cohortId}`}>
            {t("checkout.sign_in_to_join_the_waiting_list_button")}
          </LinkButton>
          <p className="text-small text-ink-soft">{t("checkout.have_we_written_to_you_that_a_seat")}</p>
        </>
      )}
    </div>
  );
}
