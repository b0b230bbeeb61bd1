import { isolateText } from "#domain/kernel/isolate-text.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormSelect } from "#components/forms/state-form.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import type { EnrolmentView } from "#domain/enrolments/get-enrolment.ts";
import { cancelAction, completeAction, moveAction, resumeAction, revokeAction, suspendAction } from "./actions.ts";

/** What can be done with a place as it stands now. Each step says what it will do. */
export function EnrolmentSteps({ enrolment, recent }: { enrolment: EnrolmentView; recent: RecentSignIn }) {
  const steps = stepsOf(enrolment, recent);
  if (steps.length === 0) return null;
  return (
    <Panel title="What you can do">
      <div className="flex flex-wrap items-start gap-2.5 *:max-w-full">{steps}</div>
    </Panel>
  );
}

function stepsOf(enrolment: EnrolmentView, recent: RecentSignIn) {
  const { state } = enrolment;
  if (state === "pending") return [<Refuse key="refuse" {...enrolment} />];
  if (state === "suspended") return [<Resume key="resume" {...enrolment} />];
  if (state !== "active") return [];
  return [
    <Complete key="complete" {...enrolment} />,
    <Move key="move" {...enrolment} />,
    <Suspend key="suspend" {...enrolment} />,
    <Cancel key="cancel" enrolment={enrolment} recent={recent} />,
    <Revoke key="revoke" {...enrolment} />,
  ];
}

function Refuse({ id, studentName, orderCode }: EnrolmentView) {
  return (
    <Ask
      id="refuse"
      trigger="Refuse enrolment"
      title={`Refuse ${isolateText(studentName)}’s enrolment?`}
      confirmLabel="Refuse enrolment"
      why="The student reads it in the mail that tells them. It is kept in the audit log."
      action={cancelAction}
      values={{ enrolmentId: id }}
    >
      The seat that is held goes to whoever waits{orderCode && `, order ${orderCode} is cancelled`}, and the student is
      told by mail. This cannot be undone; they can enrol again.
    </Ask>
  );
}

function Cancel({ enrolment, recent }: { enrolment: EnrolmentView; recent: RecentSignIn }) {
  const { id, studentName, courseTitle, orderCode, paid } = enrolment;
  return (
    <Ask
      id="cancel"
      trigger="Cancel enrolment"
      title={`Cancel ${isolateText(studentName)}’s place in ${isolateText(courseTitle)}?`}
      confirmLabel="Cancel enrolment"
      why="The student reads it in the mail that tells them. It is kept in the audit log."
      action={cancelAction}
      values={{ enrolmentId: id }}
      fields={paid && <RefundChoice {...enrolment} paid={paid} recent={recent} />}
    >
      The course closes to the student and the seat goes to whoever waits.{" "}
      {!orderCode
        ? "No order belongs to this enrolment, so no money moves."
        : paid
          ? `Order ${orderCode} is cancelled too, and ${formatAmount(paid)} is owed to the student.`
          : `Order ${orderCode} is cancelled too. Nothing was paid, so no money moves.`}{" "}
      The student is told by mail. This cannot be undone.
    </Ask>
  );
}

/** A card is refunded at once by default; a transfer needs somebody's hand and the payee's account, and so a second look. */
function RefundChoice({
  id,
  paid,
  mayRefund,
  recent,
}: EnrolmentView & { paid: NonNullable<EnrolmentView["paid"]>; recent: RecentSignIn }) {
  if (!mayRefund) {
    return <p className="text-small text-ink-soft">The order is left for finance to review, who send the refund.</p>;
  }
  const amount = formatAmount(paid);
  return (
    <>
      <FormSelect
        id={`refund-${id}`}
        name="refund"
        label={`The ${amount} that was paid`}
        defaultValue={paid.byTransfer ? "review" : "now"}
        options={[
          { value: "now", label: paid.byTransfer ? `Refund ${amount} by bank transfer` : `Refund ${amount} now` },
          { value: "review", label: "Leave for review" },
        ]}
        required
      />
      <ConfirmIdentity
        {...recent}
        isRecent={recent.isRecent || !isLargeRefund(paid, runtime().rules)}
        id={`confirm-refund-${id}`}
        only="Needed to refund it now"
      />
    </>
  );
}

function Revoke({ id, studentName }: EnrolmentView) {
  return (
    <Ask
      id="revoke"
      trigger="Revoke place"
      title={`Revoke ${isolateText(studentName)}’s place?`}
      confirmLabel="Revoke place"
      action={revokeAction}
      values={{ enrolmentId: id }}
    >
      For a breach of the school’s rules: the course closes at once and the seat is free. What was paid stays paid. This
      cannot be undone.
    </Ask>
  );
}

function Suspend({ id, studentName }: EnrolmentView) {
  return (
    <Ask
      id="suspend"
      trigger="Suspend"
      title={`Close the course to ${isolateText(studentName)} for a while?`}
      confirmLabel="Suspend"
      tone="quiet"
      action={suspendAction}
      values={{ enrolmentId: id }}
    >
      The seat stays theirs, and you can open the course again at any time.
    </Ask>
  );
}

function Resume({ id, studentName }: EnrolmentView) {
  return (
    <Ask
      id="resume"
      trigger="Open again"
      title={`Open the course to ${isolateText(studentName)} again?`}
      confirmLabel="Open again"
      tone="quiet"
      action={resumeAction}
      values={{ enrolmentId: id }}
    >
      Access goes on until it would have ended anyway.
    </Ask>
  );
}

function Complete({ id, studentName }: EnrolmentView) {
  return (
    <Ask
      id="complete"
      trigger="Mark as completed"
      title={`Has ${isolateText(studentName)} completed the course?`}
      confirmLabel="Mark as completed"
      tone="quiet"
      action={completeAction}
      values={{ enrolmentId: id }}
    >
      Access goes on for as long as it was given. A completed place cannot be cancelled or moved any more.
    </Ask>
  );
}

function seatWords({ seatsLeft, isOffered, isEnrolled }: EnrolmentView["otherCohorts"][number]): string {
  if (isEnrolled) return "already enrolled";
  if (isOffered) return "a seat is offered to them";
  if (seatsLeft === null) return "no limit";
  return seatsLeft === 0 ? "full" : `${seatsLeft} left`;
}

function Move({ id, studentName, otherCohorts }: EnrolmentView) {
  if (otherCohorts.length === 0) return null;
  const options = otherCohorts.map((cohort) => {
    const { id: value, name, startsAt, timezone, seatsLeft, isOffered, isEnrolled } = cohort;
    const begins = startsAt ? formatInstant(startsAt, { timezone, form: "date" }) : "at any time";
    const disabled = isEnrolled || (seatsLeft === 0 && !isOffered);
    return { value, label: `${name}, ${seatWords(cohort)}, ${begins}`, disabled };
  });
  return (
    <Ask
      id="move"
      trigger="Move to another cohort"
      title={`Move ${isolateText(studentName)} to another cohort of the course?`}
      confirmLabel="Move"
      tone="quiet"
      action={moveAction}
      values={{ enrolmentId: id }}
      fields={
        <FormSelect
          id="move-to"
          name="toCohortId"
          label="To"
          placeholder="Choose a cohort"
          options={options}
          required
        />
      }
    >
      The new seat is taken before the old one goes to whoever waits. The order and what was paid stay as they are. The
      student is told by mail.
    </Ask>
  );
}
