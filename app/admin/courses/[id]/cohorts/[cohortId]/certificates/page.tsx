import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { CERTIFICATE_WORDS, StateBadge } from "#components/admin/states.tsx";
import { formatHours, formatTypedHours } from "#components/certificates/format-day.ts";
import { FormCheckbox, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import {
  type CohortCertificate,
  type CohortCertificates,
  getCohortCertificates,
} from "#domain/certificates/get-cohort-certificates.ts";
import { CERTIFICATE_NAME_MAX } from "#domain/certificates/inputs.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { isAllowed } from "#domain/policy.ts";
import { findCourse } from "../../../frame.tsx";
import { issueCertificatesAction, issueNamedCertificateAction, setCertificateTermsAction } from "./actions.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await findCourse((await params).id);
  return { title: `${getTranslator()("admin_certificates.certificates_title")} · ${office.course.title}` };
}

/** Who has completed a cohort, with their certificates: all that are missing are issued in one press. */
export default async function CohortCertificatesPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const { office, read } = await findCourse(id);
  const found = await getCohortOffice(read, id, cohortId);
  const certificates = found && (await getCohortCertificates(read, { courseId: id, cohortId }));
  if (!found || !certificates) notFound();
  const { title, language } = office.course;
  const { name } = found.cohort;
  const values = { courseId: id, cohortId };
  return (
    <>
      <PageHeader
        title={t("admin_certificates.certificates_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: title, href: `/admin/courses/${id}`, language },
              { label: name, href: `/admin/courses/${id}/cohorts/${cohortId}`, language },
              { label: t("admin_certificates.certificates_title") },
            ]}
          />
        }
        lede={
          <span {...writtenIn(language)}>
            {title} · {name}
          </span>
        }
      />
      <Columns aside={certificates.may.edit ? <Terms certificates={certificates} values={values} /> : null}>
        <People certificates={certificates} values={values} mayOpen={isAllowed(read.actor, "certificate.list")} />
      </Columns>
    </>
  );
}

type PartProps = { certificates: CohortCertificates; values: Record<string, string> };

function Terms({ certificates: { terms, countedMinutes }, values }: PartProps) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_certificates.terms_title")}>
      <StateForm action={setCertificateTermsAction} values={values} className="grid gap-5">
        <FormCheckbox
          name="onCompletion"
          label={t("admin_certificates.on_completion_label")}
          defaultChecked={terms.onCompletion}
        />
        <FormInput
          name="hours"
          label={t("admin_certificates.hours_label")}
          hint={
            countedMinutes !== null && terms.minutes === null
              ? t("admin_certificates.hours_counted_hint", { hours: formatHours(countedMinutes) })
              : t("admin_certificates.hours_hint")
          }
          inputMode="decimal"
          maxLength={20}
          defaultValue={terms.minutes === null ? "" : formatTypedHours(terms.minutes)}
          optional
        />
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
            {t("admin_courses.save_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

function People({ certificates, values, mayOpen }: PartProps & { mayOpen: boolean }) {
  const t = getTranslator();
  const { people, underWay, may } = certificates;
  const missing = people.filter(({ issued, fault }) => !issued && fault === null).length;
  const faults = people.filter(({ fault }) => fault !== null).length;
  if (people.length === 0) {
    return (
      <EmptyState title={t("admin_certificates.nobody_completed_title")}>
        {t("admin_certificates.nobody_completed_words", { count: underWay })}
      </EmptyState>
    );
  }
  return (
    <>
      {faults > 0 && (
        <Notice tone="warn" className="mb-6">
          {t("admin_certificates.faults_words", { count: faults })}
        </Notice>
      )}
      {may.issue && missing > 0 && (
        <form action={issueCertificatesAction} className="mb-6">
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <SubmitButton pendingLabel={t("admin_certificates.issuing_pending")}>
            {t("admin_certificates.issue_button", { count: missing })}
          </SubmitButton>
        </form>
      )}
      <Table<CohortCertificate>
        caption={t("admin_certificates.certificates_title")}
        rows={people}
        rowKey={({ enrolmentId }) => enrolmentId}
        columns={[
          {
            key: "name",
            header: t("admin_certificates.name_label"),
            long: true,
            cell: ({ enrolmentId, name, fault, isNameFault }) => (
              <span>
                <span dir="auto" className="[overflow-wrap:anywhere]">
                  {name}
                </span>
                {fault && <span className="block text-tiny text-bad">{t.format(fault)}</span>}
                {isNameFault && may.issue && (
                  <StateForm
                    action={issueNamedCertificateAction}
                    values={{ ...values, enrolmentId }}
                    className="mt-2.5 grid max-w-prose justify-items-start gap-2.5"
                  >
                    <FormInput
                      id={`name-${enrolmentId}`}
                      name="name"
                      label={t("admin_certificates.name_to_print_label")}
                      hint={t("admin_certificates.name_to_print_hint")}
                      maxLength={CERTIFICATE_NAME_MAX}
                      required
                    />
                    <SubmitButton size="s" variant="quiet" pendingLabel={t("admin_certificates.issuing_pending")}>
                      {t("admin_certificates.issue_named_button")}
                    </SubmitButton>
                  </StateForm>
                )}
              </span>
            ),
          },
          {
            key: "certificate",
            header: t("admin_certificates.certificate_title"),
            cell: ({ issued }) => <Issued issued={issued} mayOpen={mayOpen} />,
          },
        ]}
      />
    </>
  );
}

function Issued({ issued, mayOpen }: { issued: CohortCertificate["issued"]; mayOpen: boolean }) {
  const t = getTranslator();
  if (!issued) return <span className="text-ink-faint">{t("admin_certificates.none_yet")}</span>;
  const { id, number, state, fileId } = issued;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      {mayOpen ? (
        <a href={`/admin/certificates/${id}`} className="link num">
          {number}
        </a>
      ) : (
        <span className="num">{number}</span>
      )}
      <StateBadge words={CERTIFICATE_WORDS} state={state} />
      {fileId && (
        <a href={`/files/${fileId}`} className="link text-small">
          {t("admin_certificates.pdf_link")}
        </a>
      )}
    </span>
  );
}
