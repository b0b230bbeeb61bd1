import type { Metadata } from "next";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FormCheckbox, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
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
        <FormInput name="name" label={t("admin_students.name_label")} maxLength={400} autoComplete="off" required />
        <FormInput
          name="email"
          label={t("admin_students.email_label")}
          type="email"
          maxLength={254}
          autoComplete="off"
          required
          hint={t("admin_students.email_hint")}
        />
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
