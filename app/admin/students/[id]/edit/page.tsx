import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { StudentFields } from "#components/admin/student-fields.tsx";
import { FormCheckbox, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { STUDENT_PARTS } from "#domain/students/edit-student.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { listLanguages } from "#messages/page-path.ts";
import { editStudentAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const person = await loadPerson((await params).id);
  const title = person ? t("admin_students.edit_title", { name: person.name }) : t("admin_students.edit_student_title");
  return { title };
}

/** What the office knows of a student, corrected. An account of the team is its owner's to change. */
export default async function EditStudentPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("student.edit", `/admin/students/${id}/edit`);
  const person = await loadPerson(id);
  if (!person) notFound();
  return (
    <>
      <PageHeader
        title={t("admin_students.edit_title", { name: isolateText(person.name) })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("admin_students.edit_crumb") },
            ]}
          />
        }
      />
      {person.may.edit ? (
        <StateForm
          action={editStudentAction}
          values={{ userId: id, seen: getEditVersion(person, STUDENT_PARTS) }}
          className="grid max-w-xl gap-5"
        >
          <StudentFields
            {...person}
            email={formatEmail(person.email)}
            emailHint={t("admin_students.corrected_email_hint")}
            languages={listLanguages()}
          />
          <FormCheckbox
            name="welcome"
            label={t("admin_students.welcome_new_address_label")}
            hint={t("admin_students.welcome_new_address_hint")}
          />
          <div>
            <SubmitButton pendingLabel={t("admin_students.saving_pending")}>
              {t("admin_students.save_button")}
            </SubmitButton>
          </div>
        </StateForm>
      ) : (
        <Notice tone="info">{t("refusals.colleagues_account")}</Notice>
      )}
    </>
  );
}
