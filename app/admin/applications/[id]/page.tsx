import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { History } from "#components/admin/history.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { APPLICATION_WORDS, StateBadge, stateLabel } from "#components/admin/states.tsx";
import { FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { AnswerList } from "#components/questions/answer-list.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type ApplicationPage as Application, getApplication } from "#domain/applications/get-application.ts";
import { REPLY_LENGTH_MAX } from "#domain/applications/inputs.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { isAllowed } from "#domain/policy.ts";
import { approveApplicationAction, declineApplicationAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getApplication(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).id);
  const title = getTranslator()("applications.application_title");
  return { title: found ? `${found.studentName} · ${title}` : title };
}

/** One application: who applies for what and what they answered, and the decision. */
export default async function ApplicationPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("application.list", `/admin/applications/${id}`);
  const { read, timezone } = await getOfficeContext();
  const application = await load(id);
  if (!application) notFound();
  const { state, studentName, reply, answers, history } = application;
  const mayDecide = isAllowed(read.actor, "application.decide") && state === "applied";
  return (
    <>
      <PageHeader
        title={<span dir="auto">{studentName}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("applications.applications_title"), href: "/admin/applications" },
              { label: studentName },
            ]}
          />
        }
        lede={<StateBadge words={APPLICATION_WORDS} state={state} />}
      />
      <Columns
        aside={
          <Facts
            application={application}
            timezone={timezone}
            auditAt={auditHref(read.actor, { type: "application", id })}
          />
        }
      >
        {reply && (
          <Notice tone="info" title={t("applications.reply_title")}>
            <span className="whitespace-pre-line">{reply}</span>
          </Notice>
        )}
        {answers.length > 0 && (
          <Panel title={t("applications.answers_title")}>
            <AnswerList answers={answers} />
          </Panel>
        )}
        {mayDecide && <Decision application={application} />}
        <Panel title={t("applications.history_title")}>
          <History entries={history} label={(each) => stateLabel(APPLICATION_WORDS, each)} timezone={timezone} />
        </Panel>
      </Columns>
    </>
  );
}

type FactsProps = { application: Application; timezone: string; auditAt: string | undefined };

function Facts({ application, timezone, auditAt }: FactsProps) {
  const t = getTranslator();
  const { studentId, studentName, studentEmail, isConfirmed, courseId, courseTitle, courseLanguage } = application;
  const { cohortId, cohortName, seatsLeft, appliedAt, enrolmentId, orderCode } = application;
  const link = (href: string, label: string) => (
    <a className="link [overflow-wrap:anywhere]" href={href}>
      {label}
    </a>
  );
  return (
    <Panel title={t("applications.about_title")}>
      <DescriptionList
        items={[
          { term: t("applications.student_label"), value: link(`/admin/students/${studentId}`, studentName) },
          {
            term: t("applications.address_label"),
            value: (
              <span>
                {formatEmail(studentEmail)}
                <span className="block text-tiny text-ink-faint">
                  {isConfirmed ? t("applications.address_confirmed") : t("applications.address_not_confirmed")}
                </span>
              </span>
            ),
          },
          {
            term: t("applications.course_label"),
            value: <span {...writtenIn(courseLanguage)}>{link(`/admin/courses/${courseId}`, courseTitle)}</span>,
          },
          {
            term: t("applications.cohort_label"),
            value: (
              <span {...writtenIn(courseLanguage)}>
                {link(`/admin/courses/${courseId}/cohorts/${cohortId}`, cohortName)}
              </span>
            ),
          },
          {
            term: t("applications.free_seats_label"),
            value: seatsLeft === null ? t("applications.no_seat_limit") : seatsLeft,
          },
          {
            term: t("applications.applied_label"),
            value: <DateTime instant={appliedAt} timezone={timezone} showZone={false} />,
          },
          ...(enrolmentId
            ? [
                {
                  term: t("applications.enrolment_label"),
                  value: link(`/admin/enrolments/${enrolmentId}`, t("applications.see_enrolment_link")),
                },
              ]
            : []),
          ...(orderCode
            ? [{ term: t("applications.order_label"), value: link(`/admin/orders/${orderCode}`, orderCode) }]
            : []),
        ]}
      />
      {auditAt && (
        <p className="mt-3 text-small">
          <a className="link" href={auditAt}>
            {t("applications.audit_link")}
          </a>
        </p>
      )}
    </Panel>
  );
}

/** Yes and no, each with the words that the student reads in the mail. */
function Decision({ application: { id } }: { application: Application }) {
  const t = getTranslator();
  const values = { applicationId: id };
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Panel title={t("applications.approve_title")}>
        <StateForm action={approveApplicationAction} values={values} className="grid gap-4">
          <p className="text-small text-ink-soft">{t("applications.approve_words")}</p>
          <FormTextArea
            id="approve-reply"
            name="reply"
            label={t("applications.reply_label")}
            rows={3}
            maxLength={REPLY_LENGTH_MAX}
            optional
          />
          <div>
            <SubmitButton pendingLabel={t("applications.deciding_pending")}>
              {t("applications.approve_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
      <Panel title={t("applications.decline_title")}>
        <StateForm action={declineApplicationAction} values={values} className="grid gap-4">
          <p className="text-small text-ink-soft">{t("applications.decline_words")}</p>
          <FormTextArea
            id="decline-reply"
            name="reply"
            label={t("applications.reply_label")}
            rows={3}
            maxLength={REPLY_LENGTH_MAX}
            required
          />
          <div>
            <SubmitButton variant="quiet" pendingLabel={t("applications.deciding_pending")}>
              {t("applications.decline_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </div>
  );
}
