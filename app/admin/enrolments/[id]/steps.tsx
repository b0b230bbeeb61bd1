import { isolateText } from "#domain/kernel/isolate-text.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import type { EnrolmentView } from "#domain/enrolments/get-enrolment.ts";
import { ExtentFields, NotifyField } from "#components/access/extent-fields.tsx";
import {
  cancelAction,
  completeAction,
  extendAccessAction,
  resumeAction,
  revokeAction,
  shortenAccessAction,
  suspendAction,
} from "./actions.ts";
import type { OfficeMovePrice } from "#domain/checkout/list-move-prices.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Move } from "./move-step.tsx";

/** What can be done with a place as it stands now. Each step says what it will do. */
export function EnrolmentSteps({ enrolment, prices }: { enrolment: EnrolmentView; prices: MovePrices }) {
  const t = getTranslator();
  const steps = stepsOf(enrolment, prices);
  if (steps.length === 0) return null;
  return (
    <Panel title={t("admin_enrolments.steps_title")}>
      <div className="flex flex-wrap items-start gap-2.5 *:max-w-full">{steps}</div>
    </Panel>
  );
}

type MovePrices = ReadonlyMap<string, OfficeMovePrice>;

function stepsOf(enrolment: EnrolmentView, prices: MovePrices) {
  const { state } = enrolment;
  if (state === "pending") return [<Refuse key="refuse" {...enrolment} />];
  if (state === "suspended") {
    return [
      <Resume key="resume" {...enrolment} />,
      <Extend key="extend" {...enrolment} />,
      <Shorten key="shorten" {...enrolment} />,
      <Cancel key="cancel" {...enrolment} />,
    ];
  }
  if (state === "completed") return [<Extend key="extend" {...enrolment} />, <Shorten key="shorten" {...enrolment} />];
  if (state !== "active") return [];
  return [
    <Extend key="extend" {...enrolment} />,
    <Shorten key="shorten" {...enrolment} />,
    <Complete key="complete" {...enrolment} />,
    <Move key="move" enrolment={enrolment} prices={prices} />,
    <Suspend key="suspend" {...enrolment} />,
    <Cancel key="cancel" {...enrolment} />,
    <Revoke key="revoke" {...enrolment} />,
  ];
}

function Refuse({ id, studentName, orderCode }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="refuse"
      trigger={t("admin_enrolments.refuse_button")}
      title={t("admin_enrolments.refuse_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.refuse_button")}
      why={t("admin_enrolments.why_mailed_hint")}
      action={cancelAction}
      values={{ enrolmentId: id }}
    >
      {orderCode ? t("admin_enrolments.refuse_with_order_words", { orderCode }) : t("admin_enrolments.refuse_words")}
    </Ask>
  );
}

/** What was paid is ended where its money is seen as well. */
function Cancel({ id, studentName, courseTitle, orderCode, claimedOrderCode, paid }: EnrolmentView) {
  const t = getTranslator();
  const code = orderCode ?? claimedOrderCode;
  if (paid && code) {
    return (
      <LinkButton variant="quiet" size="s" href={`/admin/orders/${code}/end?place=${id}`}>
        {t("admin_enrolments.cancel_button")}
      </LinkButton>
    );
  }
  return (
    <Ask
      id="cancel"
      trigger={t("admin_enrolments.cancel_button")}
      title={t("admin_enrolments.cancel_title", {
        studentName: isolateText(studentName),
        courseTitle: isolateText(courseTitle),
      })}
      confirmLabel={t("admin_enrolments.cancel_button")}
      why={t("admin_enrolments.why_mailed_hint")}
      action={cancelAction}
      values={{ enrolmentId: id }}
    >
      {orderCode
        ? t("admin_enrolments.cancel_unpaid_order_words", { orderCode })
        : t("admin_enrolments.cancel_without_order_words")}
    </Ask>
  );
}

function Revoke({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="revoke"
      trigger={t("admin_enrolments.revoke_button")}
      title={t("admin_enrolments.revoke_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.revoke_button")}
      action={revokeAction}
      values={{ enrolmentId: id }}
    >
      {t("admin_enrolments.revoke_words")}
    </Ask>
  );
}

function Extend({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="extend"
      trigger={t("access.extend_button")}
      title={t("access.extend_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("access.extend_button")}
      why={t("access.why_hint")}
      tone="quiet"
      action={extendAccessAction}
      values={{ enrolmentId: id }}
      fields={<AccessFields id="extend" daysLabel={t("access.extend_days_label")} />}
    >
      {t("access.extend_words")}
    </Ask>
  );
}

function Shorten({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="shorten"
      trigger={t("access.shorten_button")}
      title={t("access.shorten_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("access.shorten_button")}
      why={t("access.why_hint")}
      action={shortenAccessAction}
      values={{ enrolmentId: id }}
      fields={<AccessFields id="shorten" daysLabel={t("access.shorten_days_label")} />}
    >
      {t("access.shorten_words")}
    </Ask>
  );
}

function AccessFields({ id, daysLabel }: { id: string; daysLabel: string }) {
  return (
    <>
      <ExtentFields id={id} daysLabel={daysLabel} />
      <NotifyField id={id} />
    </>
  );
}

function Suspend({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="suspend"
      trigger={t("admin_enrolments.suspend_button")}
      title={t("admin_enrolments.suspend_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.suspend_button")}
      tone="quiet"
      action={suspendAction}
      values={{ enrolmentId: id }}
    >
      {t("admin_enrolments.suspend_words")}
    </Ask>
  );
}

function Resume({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="resume"
      trigger={t("admin_enrolments.resume_button")}
      title={t("admin_enrolments.resume_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.resume_button")}
      tone="quiet"
      action={resumeAction}
      values={{ enrolmentId: id }}
    >
      {t("admin_enrolments.resume_words")}
    </Ask>
  );
}

function Complete({ id, studentName }: EnrolmentView) {
  const t = getTranslator();
  return (
    <Ask
      id="complete"
      trigger={t("admin_enrolments.complete_button")}
      title={t("admin_enrolments.complete_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.complete_button")}
      tone="quiet"
      action={completeAction}
      values={{ enrolmentId: id }}
    >
      {t("admin_enrolments.complete_words")}
    </Ask>
  );
}
