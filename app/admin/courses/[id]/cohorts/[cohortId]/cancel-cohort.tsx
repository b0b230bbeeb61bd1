import { isolateText } from "#domain/kernel/isolate-text.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { LookAgain } from "#components/checkout/look-again.tsx";
import { EndingMails, EndingSums } from "#components/endings/ending-sums.tsx";
import { FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Meter } from "#components/ui/chart.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CohortCancellation } from "#domain/checkout/get-cohort-cancellation.ts";
import type { CohortRow } from "#domain/courses/get-course-office.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import { cancelCohortAction } from "../actions.ts";

type Props = { cohort: CohortRow; cancellation: CohortCancellation };

/** Asks before a cohort is cancelled, and says to how many people what will happen. */
export function CancelCohort({ cohort, cancellation, recent }: Props & { recent: RecentSignIn }) {
  const t = getTranslator();
  const { enrolled, unpaid, paid } = cancellation;
  const isUsed = enrolled + unpaid > 0;
  return (
    <Panel title={t("admin_courses.cancel_cohort_panel_title")}>
      <Ask
        id="cancel-cohort"
        trigger={t("admin_courses.cancel_cohort_button")}
        title={t("admin_courses.cancel_cohort_title", { name: isolateText(cohort.name) })}
        confirmLabel={t("admin_courses.cancel_cohort_button")}
        why={t("admin_courses.cancel_cohort_why_hint")}
        action={cancelCohortAction}
        values={{
          courseId: cohort.courseId,
          cohortId: cohort.id,
          ...(isUsed && paid.orders === 0 ? { refund: "review" } : {}),
        }}
        fields={paid.orders > 0 && <RefundChoice paid={paid} recent={recent} />}
      >
        {isUsed && <Consequences {...cancellation} />}
        {t("admin_courses.cancel_cohort_words", { waiting: cancellation.waiting })}
      </Ask>
    </Panel>
  );
}

function Consequences({ enrolled, unpaid, completed, paid }: CohortCancellation) {
  const t = getTranslator();
  const said = [
    enrolled > 0 && t("admin_courses.cancel_places_enrolled", { count: enrolled }),
    unpaid > 0 && t("admin_courses.cancel_places_unpaid", { count: unpaid }),
    completed > 0 && t("admin_courses.cancel_places_completed", { count: completed }),
    paid.orders > 0 && t("admin_courses.cancel_places_paid", { count: paid.orders, amounts: totalsOf(paid) }),
    paid.byTransfer > 0 && t("admin_courses.cancel_places_by_transfer", { count: paid.byTransfer }),
    t("admin_courses.cancel_places_take_time"),
  ];
  return said.filter(Boolean).map((sentence) => (
    <span key={String(sentence)} className="mb-1.5 block">
      {sentence}
    </span>
  ));
}

function RefundChoice({ paid, recent }: { paid: CohortCancellation["paid"]; recent: RecentSignIn }) {
  const t = getTranslator();
  const isLarge = paid.totals.some((total) => isLargeRefund(total, runtime().rules));
  return (
    <>
      {/* The school calls it off, so all of it comes back, whatever the terms say of who leaves by themselves. */}
      <EndingSums paid={totalsOf(paid)} returned={totalsOf(paid)} kept="–" />
      <FormSelect
        id="cancel-cohort-refund"
        name="refund"
        label={t("admin_courses.cancel_refund_label", { amounts: totalsOf(paid) })}
        options={[
          { value: "now", label: t("admin_courses.cancel_refund_now_option") },
          { value: "review", label: t("admin_courses.cancel_refund_review_option") },
        ]}
        defaultValue="now"
        required
      />
      <ConfirmIdentity
        {...recent}
        isRecent={recent.isRecent || !isLarge}
        id="confirm-cancel-cohort"
        only={t("admin_enrolments.password_only_to_refund")}
      />
      <EndingMails />
    </>
  );
}

const totalsOf = ({ totals }: CohortCancellation["paid"]) => totals.map((total) => formatAmount(total)).join(" + ");

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
