import { LinkButton } from "#components/ui/button.tsx";
import { Confirm } from "#components/ui/confirm.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { CancellableEnrolment } from "#domain/checkout/list-cancellable-enrolments.ts";

export type CancelOwnEnrolmentProps = {
  enrolments: CancellableEnrolment[];
  courseId: string;
  /** Cancels a place that has cost nothing. */
  action: (form: FormData) => Promise<void>;
};

/** How a student gives a place back: at once where nothing was paid and nothing has begun, else by asking the office. */
export function CancelOwnEnrolment({ enrolments, courseId, action }: CancelOwnEnrolmentProps) {
  const t = getTranslator();
  return enrolments.map(({ enrolmentId, cohortName: cohort, orderId, how }) =>
    how === "now" ? (
      <Confirm
        key={enrolmentId}
        size="s"
        trigger={
          enrolments.length > 1
            ? t("learning.cancel_this_place_button", { cohort })
            : t("learning.cancel_my_place_button")
        }
        title={t("learning.cancel_my_place_title", { cohort })}
        confirmLabel={t("learning.confirm_cancel_my_place_button")}
        action={action}
        values={{ enrolmentId }}
      >
        {t("learning.cancel_my_place_words")}
      </Confirm>
    ) : (
      <p key={enrolmentId}>
        <LinkButton
          size="s"
          variant="quiet"
          href={`/help/new?ask=cancel&about=${orderId === null ? `course:${courseId}` : `order:${orderId}`}`}
        >
          {enrolments.length > 1
            ? t("learning.ask_to_cancel_place_button", { cohort })
            : t("learning.ask_to_cancel_button")}
        </LinkButton>
      </p>
    ),
  );
}
