import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { EnrolView } from "#domain/checkout/get-enrol-view.ts";

type Props = { offer: EnrolView; signedIn: boolean; waitAction: FormAction; stopWaitingAction: FormAction };

/** A full cohort: how to wait for a seat, where one stands, and how to stop waiting. */
export function WaitingPart({ offer, signedIn, waitAction, stopWaitingAction }: Props) {
  const { waiting, cohortId } = offer;
  if (waiting) {
    const offered = waiting.state === "offered";
    return (
      <div className="grid gap-5">
        {!offered && (
          <Notice tone="info" title="You are on the waiting list">
            {`Number ${waiting.position} in line. We write to you as soon as a seat is yours.`}
          </Notice>
        )}
        <StateForm action={stopWaitingAction} values={{ cohortId, waitingId: waiting.id }}>
          <SubmitButton variant="quiet" pendingLabel="One moment">
            {offered ? "I no longer want the seat" : "Leave the waiting list"}
          </SubmitButton>
        </StateForm>
      </div>
    );
  }
  if (!offer.hasWaitingList) {
    return (
      <Notice tone="warn" title="Every seat is taken">
        <a className="link" href={`/courses/${offer.courseSlug}`}>
          See the other dates of this course
        </a>
      </Notice>
    );
  }
  return (
    <div className="grid gap-5">
      <Notice tone="warn" title="Every seat is taken">
        Join the waiting list: when a seat becomes free we keep it for you and write to you. It costs nothing.
      </Notice>
      {signedIn ? (
        <StateForm action={waitAction} values={{ cohortId }}>
          <SubmitButton full pendingLabel="One moment">
            Join the waiting list
          </SubmitButton>
        </StateForm>
      ) : (
        <>
          <LinkButton full href={`/sign-in?next=/enrol/${cohortId}`}>
            Sign in to join the waiting list
          </LinkButton>
          <p className="text-small text-ink-soft">
            Have we written to you that a seat is kept for you? Sign in, and you can take it here.
          </p>
        </>
      )}
    </div>
  );
}
