import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { findCourse } from "../../../frame.tsx";
import { copyCohortAction } from "./actions.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await findCourse((await params).id);
  return { title: `${getTranslator()("admin_courses.copy_cohort_title")} · ${office.course.title}` };
}

/** Makes cohorts like this one on other days. */
export default async function CopyCohortPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const { office, read } = await findCourse(id);
  const found = office.may.cohorts ? await getCohortOffice(read, id, cohortId) : undefined;
  if (!found) notFound();
  const { title, language } = office.course;
  const { name } = found.cohort;
  return (
    <>
      <PageHeader
        title={t("admin_courses.copy_cohort_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: title, href: `/admin/courses/${id}`, language },
              { label: name, href: `/admin/courses/${id}/cohorts/${cohortId}`, language },
              { label: t("admin_courses.copy_link") },
            ]}
          />
        }
        lede={t("admin_courses.copy_cohort_words")}
      />
      <Panel>
        <StateForm action={copyCohortAction} values={{ courseId: id, cohortId }} className="grid max-w-prose gap-5">
          <FormInput
            name="name"
            label={t("admin_courses.copy_name_label")}
            hint={t("admin_courses.copy_name_hint")}
            maxLength={LENGTHS.cohortName}
            defaultValue={name}
            required
          />
          <FormInput
            name="firstOn"
            type="date"
            label={t("admin_courses.copy_first_on_label")}
            hint={t("admin_courses.copy_first_on_hint")}
            defaultValue=""
            optional
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <FormInput
              name="copies"
              label={t("admin_courses.copy_copies_label")}
              inputMode="numeric"
              maxLength={12}
              defaultValue="1"
              required
            />
            <FormInput
              name="everyWeeks"
              label={t("admin_courses.copy_every_weeks_label")}
              inputMode="numeric"
              maxLength={12}
              defaultValue="1"
              required
            />
          </div>
          <div>
            <p className="mb-3 text-small text-ink-soft">{t("admin_courses.copy_cohort_on_sale")}</p>
            <SubmitButton pendingLabel={t("admin_courses.copying_pending")}>
              {t("admin_courses.copy_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </>
  );
}
