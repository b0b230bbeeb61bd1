import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { CourseFieldsPart } from "#components/admin/course-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getTaxChoices } from "#domain/tax/get-tax-choices.ts";
import { listSubjectChoices } from "#domain/courses/list-courses.ts";
import { createCourseAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_courses.new_course_title") };
}

export default async function NewCoursePage() {
  const t = getTranslator();
  await requirePermission("course.create", "/admin/courses/new");
  const { read } = await getOfficeContext();
  const subjects = await listSubjectChoices(read);
  return (
    <>
      <PageHeader
        title={t("admin_courses.new_course_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: t("admin_courses.new_course_crumb") },
            ]}
          />
        }
        lede={t("admin_courses.new_course_lede")}
      />
      <StateForm action={createCourseAction} className="grid max-w-2xl gap-5">
        <CourseFieldsPart subjects={subjects.map(({ value }) => value)} taxKinds={(await getTaxChoices(read)).kinds} />
        <div>
          <SubmitButton pendingLabel={t("admin_courses.creating_pending")}>
            {t("admin_courses.create_course_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </>
  );
}
