import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { isAllowed } from "#domain/policy.ts";
import { findCourse } from "../frame.tsx";
import { copyCourseAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await findCourse((await params).id);
  return { title: `${getTranslator()("admin_courses.copy_course_title")} · ${office.course.title}` };
}

/** Makes another course like this one. */
export default async function CopyCoursePage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const { office, read } = await findCourse(id);
  if (!isAllowed(read.actor, "course.create")) notFound();
  const { title, language } = office.course;
  return (
    <>
      <PageHeader
        title={t("admin_courses.copy_course_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: title, href: `/admin/courses/${id}`, language },
              { label: t("admin_courses.copy_link") },
            ]}
          />
        }
        lede={t("admin_courses.copy_course_words")}
      />
      <Panel>
        <StateForm action={copyCourseAction} values={{ courseId: id }} className="grid max-w-prose gap-5">
          <FormInput
            name="title"
            label={t("admin_courses.copy_title_label")}
            maxLength={LENGTHS.title}
            defaultValue={t("admin_courses.copy_title_default", { title })}
            required
          />
          <div>
            <SubmitButton pendingLabel={t("admin_courses.copying_pending")}>
              {t("admin_courses.copy_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </>
  );
}
