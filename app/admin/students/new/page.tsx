import type { Metadata } from "next";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { StudentFields } from "#components/admin/student-fields.tsx";
import { FormCheckbox, StateForm } from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { listLanguages } from "#messages/page-path.ts";
import { createStudentAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_students.new_student_title") };
}

const HERE = "/admin/students/new";

/** An account for somebody who called or wrote. */
export default async function NewStudentPage() {
  const t = getTranslator();
  await requirePermission("student.create", HERE);
  const { timezone } = await getSettingsOnce(await getPageReadCtx());
  return (
    <>
      <PageHeader
        title={t("admin_students.new_student_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: t("admin_students.new_student_title") },
            ]}
          />
        }
        lede={t("admin_students.new_student_lede")}
      />
      <StateForm action={createStudentAction} className="grid max-w-xl gap-5">
        <StudentFields emailHint={t("admin_students.email_hint")} languages={listLanguages()} timezone={timezone} />
        <FormCheckbox
          name="welcome"
          label={t("admin_students.welcome_label")}
          hint={t("admin_students.welcome_hint")}
          defaultChecked
        />
        <div>
          <SubmitButton pendingLabel={t("admin_students.creating_pending")}>
            {t("admin_students.create_student_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </>
  );
}
