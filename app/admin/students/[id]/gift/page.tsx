import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { ExtentFields, NotifyField } from "#components/access/extent-fields.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormSelect, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { giveCourseAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const person = await loadPerson((await params).id);
  return { title: person ? t("access.give_title", { studentName: person.name }) : t("access.give_button") };
}

/** Opens a course to a student without a place in a cohort. */
export default async function GiveCoursePage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("access.give", `/admin/students/${id}/gift`);
  const { read } = await getOfficeContext();
  const person = await loadPerson(id);
  if (!person || person.disabled) notFound();
  return (
    <>
      <PageHeader
        title={t("access.give_title", { studentName: isolateText(person.name) })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("access.give_button") },
            ]}
          />
        }
        lede={t("access.give_words")}
      />
      <Panel className="max-w-[44rem]">
        <StateForm action={giveCourseAction} values={{ userId: id }} className="grid grid-cols-1 gap-5">
          <FormSelect
            name="courseId"
            label={t("access.give_course_label")}
            placeholder={t("access.give_course_placeholder")}
            options={await listCourseChoices(read)}
            required
          />
          <ExtentFields id="give" daysLabel={t("access.give_days_label")} hint={t("access.give_hint")} />
          <FormTextArea
            name="why"
            label={t("access.why_label")}
            hint={t("access.why_hint")}
            rows={2}
            maxLength={500}
            required
          />
          <NotifyField id="give" />
          <div>
            <SubmitButton size="s">{t("access.give_button")}</SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </>
  );
}
