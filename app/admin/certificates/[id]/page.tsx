import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Ask } from "#components/admin/ask.tsx";
import { History } from "#components/admin/history.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { CERTIFICATE_WORDS, StateBadge, stateLabel } from "#components/admin/states.tsx";
import { formatDay, formatDays, formatHours } from "#components/certificates/format-day.ts";
import { FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { formatCertificateCode } from "#domain/certificates/certificate-code.ts";
import { type CertificateView, getCertificate } from "#domain/certificates/get-certificate.ts";
import { CERTIFICATE_NAME_MAX } from "#domain/certificates/inputs.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { correctCertificateAction, restoreCertificateAction, revokeCertificateAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getCertificate(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).id);
  const t = getTranslator();
  return { title: found ? `${found.number} · ${found.name}` : t("admin_certificates.certificate_title") };
}

/** One certificate: what stands on it, its other versions, and what the office can do with it. */
export default async function CertificatePage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("certificate.list", `/admin/certificates/${id}`);
  const { read, timezone } = await getOfficeContext();
  const certificate = await load(id);
  if (!certificate) notFound();
  const auditAt = auditHref(read.actor, { type: "certificate", id });
  return (
    <>
      <PageHeader
        title={certificate.number}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_certificates.certificates_title"), href: "/admin/certificates" },
              { label: certificate.number },
            ]}
          />
        }
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
              {certificate.name}
            </span>
            <StateBadge words={CERTIFICATE_WORDS} state={certificate.state} />
          </span>
        }
      />
      {certificate.failure !== null && (
        <Notice tone="bad" title={t("admin_certificates.no_file_words")} className="mb-6">
          {certificate.failure}
        </Notice>
      )}
      {certificate.revokeReason !== null && (
        <Notice tone="bad" title={t("admin_certificates.revoked_because_title")} className="mb-6">
          {certificate.revokeReason}
        </Notice>
      )}
      <Columns
        aside={
          <>
            <Facts certificate={certificate} auditAt={auditAt} />
            <Versions certificate={certificate} />
          </>
        }
      >
        <Steps certificate={certificate} />
        <Panel title={t("admin_certificates.history_title")}>
          <History entries={certificate.history} label={labelOf} timezone={timezone} />
        </Panel>
      </Columns>
    </>
  );
}

const labelOf = (state: string) => stateLabel(CERTIFICATE_WORDS, state);

function Facts({ certificate, auditAt }: { certificate: CertificateView; auditAt: string | undefined }) {
  const t = getTranslator();
  const { studentId, studentName, enrolmentId, courseId, courseTitle, cohortId, cohortName, language } = certificate;
  const { fileId, code, minutes, issuedOn, confirmedAt } = certificate;
  const link = (href: string, label: string) => (
    <a className="link [overflow-wrap:anywhere]" href={href}>
      {label}
    </a>
  );
  return (
    <Panel title={t("admin_certificates.about_title")}>
      <DescriptionList
        items={[
          { term: t("admin_certificates.student_label"), value: link(`/admin/students/${studentId}`, studentName) },
          {
            term: t("admin_certificates.course_label"),
            value: <span {...writtenIn(language)}>{link(`/admin/courses/${courseId}`, courseTitle)}</span>,
          },
          {
            term: t("admin_certificates.cohort_label"),
            value: link(`/admin/courses/${courseId}/cohorts/${cohortId}/certificates`, cohortName),
          },
          {
            term: t("admin_certificates.enrolment_label"),
            value: link(`/admin/enrolments/${enrolmentId}`, t("admin_certificates.enrolment_link")),
          },
          { term: t("certificates.paper_dates_label"), value: formatDays(certificate) },
          ...(minutes === null ? [] : [{ term: t("certificates.paper_hours_label"), value: formatHours(minutes) }]),
          { term: t("certificates.issued_label"), value: formatDay(issuedOn) },
          {
            term: t("admin_certificates.confirmed_label"),
            value: confirmedAt ? t("admin_certificates.confirmed_yes") : t("admin_certificates.confirmed_no"),
          },
          {
            term: t("admin_certificates.file_label"),
            value: fileId
              ? link(`/files/${fileId}`, t("certificates.download_button"))
              : t("admin_certificates.file_none"),
          },
          {
            term: t("admin_certificates.public_page_label"),
            value: link(`/certificates/${formatCertificateCode(code)}`, t("certificates.public_page_link")),
          },
          ...(auditAt
            ? [
                {
                  term: t("admin_certificates.audit_log_label"),
                  value: link(auditAt, t("admin_certificates.audit_log_link")),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

function Versions({ certificate: { id, versions } }: { certificate: CertificateView }) {
  const t = getTranslator();
  if (versions.length < 2) return null;
  return (
    <Panel title={t("admin_certificates.versions_title")}>
      <ul className="grid gap-2 text-small">
        {versions.map((each) => (
          <li key={each.id} className="flex flex-wrap items-baseline gap-x-2">
            {each.id === id ? (
              <span>{t("admin_certificates.version_counted", { version: each.version })}</span>
            ) : (
              <a className="link" href={`/admin/certificates/${each.id}`}>
                {t("admin_certificates.version_counted", { version: each.version })}
              </a>
            )}
            <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
              {each.name}
            </span>
            <StateBadge words={CERTIFICATE_WORDS} state={each.state} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Steps({ certificate: { id, state, name, number, may } }: { certificate: CertificateView }) {
  const t = getTranslator();
  const values = { certificateId: id };
  const canCorrect = may.correct && state === "issued";
  const canRevoke = may.revoke && state === "issued";
  const canRestore = may.revoke && state === "revoked";
  if (!canCorrect && !canRevoke && !canRestore) return null;
  return (
    <Panel title={t("admin_certificates.steps_title")}>
      <div className="flex flex-wrap items-start gap-2.5 *:max-w-full">
        {canCorrect && (
          <Ask
            id="correct"
            trigger={t("admin_certificates.correct_button")}
            title={t("admin_certificates.correct_title", { number })}
            confirmLabel={t("admin_certificates.correct_button")}
            tone="quiet"
            action={correctCertificateAction}
            values={values}
            fields={
              <FormInput
                id="correct-name"
                name="name"
                label={t("certificates.name_on_certificate_label")}
                maxLength={CERTIFICATE_NAME_MAX}
                defaultValue={name}
                required
              />
            }
          >
            {t("admin_certificates.correct_words")}
          </Ask>
        )}
        {canRevoke && (
          <Ask
            id="revoke"
            trigger={t("admin_certificates.revoke_button")}
            title={t("admin_certificates.revoke_title", { number, name: isolateText(name) })}
            confirmLabel={t("admin_certificates.revoke_button")}
            why={t("admin_certificates.why_mailed_hint")}
            action={revokeCertificateAction}
            values={values}
          >
            {t("admin_certificates.revoke_words")}
          </Ask>
        )}
        {canRestore && (
          <Ask
            id="restore"
            trigger={t("admin_certificates.restore_button")}
            title={t("admin_certificates.restore_title", { number, name: isolateText(name) })}
            confirmLabel={t("admin_certificates.restore_button")}
            why={t("admin_certificates.why_mailed_hint")}
            tone="quiet"
            action={restoreCertificateAction}
            values={values}
          >
            {t("admin_certificates.restore_words")}
          </Ask>
        )}
      </div>
    </Panel>
  );
}
