import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { History } from "#components/admin/history.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { CERTIFICATE_WORDS, ENROLMENT_WORDS, StateBadge, stateLabel } from "#components/admin/states.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime, formatInstant } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { explainAccess } from "#domain/access/explain-access.ts";
import { getWaitingMove, type WaitingMove } from "#domain/checkout/get-waiting-move.ts";
import { listMovePrices } from "#domain/checkout/list-move-prices.ts";
import type { EnrolmentView } from "#domain/enrolments/get-enrolment.ts";
import { isAllowed } from "#domain/policy.ts";
import { getEnrolment } from "#domain/enrolments/get-enrolment.ts";
import { AccessSentence, enrolmentsHref } from "#components/access/access-sentence.tsx";
import { GrantList } from "#components/access/grant-list.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { AnswerList } from "#components/questions/answer-list.tsx";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { listAnswers } from "#domain/questions/list-answers.ts";
import { confirmCompletionAction, eraseAnswersAction, revokeGrantAction } from "./actions.ts";
import { EnrolmentSteps } from "./steps.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

const loadEnrolment = cache(async (id: string) => getEnrolment(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const enrolment = await loadEnrolment((await params).id);
  return {
    title: enrolment ? `${enrolment.studentName} · ${enrolment.courseTitle}` : t("admin_enrolments.enrolment_title"),
  };
}

export default async function EnrolmentPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("enrolment.list", `/admin/enrolments/${id}`);
  const { read, timezone } = await getOfficeContext();
  const enrolment = await loadEnrolment(id);
  if (!enrolment) notFound();
  const { studentId, courseId } = enrolment;
  const [access] = await explainAccess(read, { studentId, courseId });
  const canMove = enrolment.mayChange && enrolment.state === "active";
  const prices = canMove ? await listMovePrices(read, enrolment.id) : new Map<string, never>();
  const waiting = canMove ? await getWaitingMove(read.read, enrolment.id, read.language) : undefined;
  const auditAt = auditHref(read.actor, { type: "enrolment", id: enrolment.id });
  return (
    <>
      <PageHeader
        title={enrolment.studentName}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_enrolments.enrolments_title"), href: "/admin/enrolments" },
              { label: enrolment.studentName },
            ]}
          />
        }
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {enrolment.courseTitle}, {enrolment.cohortName}
            <StateBadge words={ENROLMENT_WORDS} state={enrolment.state} />
          </span>
        }
      />
      <Columns
        aside={
          <>
            <Facts enrolment={enrolment} timezone={timezone} auditAt={auditAt} />
            <Panel title={t("admin_enrolments.access_title")}>
              {access ? (
                <>
                  <p className="text-ink-soft [overflow-wrap:anywhere]">
                    <AccessSentence
                      access={access}
                      schoolTimezone={timezone}
                      ordersAt="/admin/orders"
                      allAt={enrolmentsHref(enrolment.studentEmail, courseId)}
                    />
                  </p>
                  <GrantList
                    grants={access.grants}
                    timezone={timezone}
                    now={read.now}
                    revoke={
                      isAllowed(read.actor, "access.revoke")
                        ? { action: revokeGrantAction, values: { enrolmentId: enrolment.id } }
                        : undefined
                    }
                  />
                </>
              ) : (
                <p className="text-ink-soft">{t("admin_enrolments.no_access_yet")}</p>
              )}
            </Panel>
          </>
        }
      >
        {enrolment.completionDoubtedAt && <Doubt enrolment={enrolment} />}
        {waiting && <WaitingMoveNotice move={waiting} />}
        {enrolment.mayChange && <EnrolmentSteps enrolment={enrolment} prices={prices} />}
        <Answers enrolmentId={enrolment.id} read={read} />
        <Panel title={t("admin_enrolments.history_title")}>
          <History entries={enrolment.history} label={labelOf} timezone={timezone} />
        </Panel>
      </Columns>
    </>
  );
}

/** The place is to move once its difference is paid. */
function WaitingMoveNotice({ move: { cohortName, orderCode, expiresAt, timezone } }: { move: WaitingMove }) {
  const t = getTranslator();
  return (
    <Notice tone="info" title={t("admin_enrolments.move_waits_title")} className="mb-6">
      <p>
        {t("admin_enrolments.move_waits_words", {
          cohort: cohortName,
          until: expiresAt ? formatInstant(expiresAt, { timezone }) : "",
        })}
      </p>
      <p className="mt-2">
        <a className="link" href={`/admin/orders/${orderCode}`}>
          {t("admin_enrolments.move_waits_order_link", { orderCode })}
        </a>
      </p>
    </Notice>
  );
}

/** A mark was corrected after the rule of the cohort had completed it: a person decides. */
function Doubt({ enrolment: { id, mayChange } }: { enrolment: EnrolmentView }) {
  const t = getTranslator();
  return (
    <Notice tone="warn" title={t("admin_enrolments.doubted_title")} className="mb-6">
      <p>{t("admin_enrolments.doubted_words")}</p>
      {mayChange && (
        <div className="mt-3">
          <Ask
            id="confirm-completion"
            trigger={t("admin_enrolments.confirm_completion_button")}
            title={t("admin_enrolments.confirm_completion_title")}
            confirmLabel={t("admin_enrolments.confirm_completion_button")}
            tone="quiet"
            action={confirmCompletionAction}
            values={{ enrolmentId: id }}
          >
            {t("admin_enrolments.confirm_completion_words")}
          </Ask>
        </div>
      )}
    </Notice>
  );
}

/** What was answered at enrolment, and the press that erases it. */
async function Answers({ enrolmentId, read }: { enrolmentId: string; read: ReadCtx }) {
  const t = getTranslator();
  const answers = await listAnswers(read, enrolmentId);
  if (answers.length === 0) return null;
  return (
    <Panel title={t("questions.answers_title")}>
      <AnswerList answers={answers} className="mb-4" />
      {isAllowed(read.actor, "answer.erase") && (
        <Ask
          id="erase-answers"
          trigger={t("questions.erase_button")}
          title={t("questions.erase_title")}
          confirmLabel={t("questions.erase_button")}
          why={false}
          action={eraseAnswersAction}
          values={{ enrolmentId }}
        >
          {t("questions.erase_words", { count: answers.length })}
        </Ask>
      )}
    </Panel>
  );
}

const labelOf = (state: string) => stateLabel(ENROLMENT_WORDS, state);

/** Their own order, or that of whoever has bought the place for them. */
function OrderOf({ enrolment: { orderCode, claimedOrderCode } }: { enrolment: EnrolmentView }) {
  const t = getTranslator();
  const code = orderCode ?? claimedOrderCode;
  if (!code) return t("admin_enrolments.no_order");
  return (
    <>
      <a className="link num" href={`/admin/orders/${code}`}>
        {code}
      </a>
      {!orderCode && (
        <span className="block text-tiny text-ink-faint">{t("admin_enrolments.bought_by_somebody_else")}</span>
      )}
    </>
  );
}

type FactsProps = { enrolment: EnrolmentView; timezone: string; auditAt: string | undefined };

function Facts({ enrolment, timezone, auditAt }: FactsProps) {
  const t = getTranslator();
  const { studentId, studentName, studentEmail, courseId, courseTitle, cohortId, cohortName } = enrolment;
  return (
    <Panel title={t("admin_enrolments.about_title")}>
      <DescriptionList
        items={[
          {
            term: t("admin_enrolments.student_label"),
            value: (
              <>
                <a className="link" href={`/admin/students/${studentId}`}>
                  {studentName}
                </a>
                <span className="block break-all text-tiny text-ink-faint">{formatEmail(studentEmail)}</span>
              </>
            ),
          },
          {
            term: t("admin_enrolments.course_label"),
            value: (
              <a className="link" href={`/admin/courses/${courseId}`}>
                {courseTitle}
              </a>
            ),
          },
          {
            term: t("admin_enrolments.cohort_label"),
            value: (
              <a className="link" href={`/admin/courses/${courseId}/cohorts/${cohortId}`}>
                {cohortName}
              </a>
            ),
          },
          {
            term: t("admin_enrolments.begins_label"),
            value: enrolment.startsAt ? (
              <DateTime instant={enrolment.startsAt} timezone={enrolment.timezone} form="date" />
            ) : (
              t("admin_enrolments.at_any_time")
            ),
          },
          {
            term: t("admin_enrolments.order_label"),
            value: <OrderOf enrolment={enrolment} />,
          },
          ...(enrolment.certificate
            ? [
                {
                  term: t("admin_certificates.certificate_title"),
                  value: (
                    <>
                      <a className="link num" href={`/admin/certificates/${enrolment.certificate.id}`}>
                        {enrolment.certificate.number}
                      </a>{" "}
                      <StateBadge words={CERTIFICATE_WORDS} state={enrolment.certificate.state} />
                    </>
                  ),
                },
              ]
            : []),
          {
            term: t("admin_enrolments.enrolled_label"),
            value: <DateTime instant={enrolment.createdAt} timezone={timezone} showZone={false} />,
          },
          ...(auditAt
            ? [
                {
                  term: t("admin_enrolments.audit_log_label"),
                  value: (
                    <a className="link" href={auditAt}>
                      {t("admin_enrolments.audit_log_link")}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
