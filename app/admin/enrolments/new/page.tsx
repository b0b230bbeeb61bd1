import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import {
  FormCheckbox,
  FormInput,
  FormRadioCards,
  FormSelect,
  FormTextArea,
  StateForm,
} from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Select } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listCohortOptions, listCourseChoices } from "#domain/courses/list-courses.ts";
import { addAction } from "./actions.ts";
import { preselectedCohort, cohortOption } from "./cohort-option.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_enrolments.add_title") };
}

/** Two steps on one page, so that it works without a script: which course, then who and into which cohort. */
export default async function AddEnrolmentPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("enrolment.add", "/admin/enrolments/new");
  const { course, cohort, email } = readPreselection(await searchParams);
  const { read } = await getOfficeContext();
  const courses = await listCourseChoices(read, course);
  const cohorts = course ? (await listCohortOptions(read, course)).map(cohortOption) : [];
  return (
    <>
      <PageHeader
        title={t("admin_enrolments.add_heading")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_enrolments.enrolments_title"), href: "/admin/enrolments" },
              { label: t("admin_enrolments.add_by_hand_button") },
            ]}
          />
        }
        lede={t("admin_enrolments.add_lede")}
      />
      <div className="grid max-w-xl gap-7">
        <form method="get" className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
          <Select
            name="course"
            label={t("admin_enrolments.course_label")}
            options={courses}
            placeholder={t("admin_enrolments.choose_a_course_placeholder")}
            defaultValue={course ?? ""}
            required
          />
          {email && <input type="hidden" name="email" value={email} />}
          <Button type="submit" variant="quiet">
            {course ? t("admin_enrolments.change_course_button") : t("admin_enrolments.next_button")}
          </Button>
        </form>
        {course && cohorts.length === 0 && (
          <Notice tone="warn" title={t("admin_enrolments.no_cohort_title")}>
            <a href={`/admin/courses/${course}/cohorts`} className="link">
              {t("admin_enrolments.add_cohort_link")}
            </a>
          </Notice>
        )}
        {cohorts.length > 0 && (
          <StateForm action={addAction} className="grid gap-5">
            <FormInput
              name="email"
              label={t("admin_enrolments.student_email_label")}
              type="email"
              maxLength={254}
              defaultValue={email}
              autoComplete="off"
              required
            />
            <FormInput
              name="name"
              label={t("admin_enrolments.student_name_label")}
              hint={t("admin_enrolments.student_name_hint")}
              maxLength={200}
              autoComplete="off"
              optional
            />
            <FormCheckbox name="welcome" label={t("admin_enrolments.welcome_label")} />
            <FormSelect
              name="cohortId"
              label={t("admin_enrolments.cohort_label")}
              placeholder={t("admin_enrolments.choose_a_cohort_placeholder")}
              options={cohorts}
              defaultValue={preselectedCohort(cohorts, cohort)}
              required
            />
            <FormRadioCards
              name="how"
              legend={t("admin_enrolments.how_legend")}
              defaultValue="given"
              options={[
                {
                  value: "given",
                  label: t("admin_enrolments.how_given_label"),
                  description: t("admin_enrolments.how_given_hint"),
                },
                {
                  value: "order",
                  label: t("admin_enrolments.how_order_label"),
                  description: t("admin_enrolments.how_order_hint"),
                },
              ]}
            />
            <FormCheckbox name="inSpiteOfRules" label={t("rules.in_spite_label")} hint={t("rules.in_spite_hint")} />
            <FormTextArea
              name="why"
              label={t("admin_enrolments.why_label")}
              hint={t("admin_enrolments.why_hint")}
              rows={2}
              maxLength={500}
              required
            />
            <div>
              <SubmitButton pendingLabel={t("admin_enrolments.adding_pending")}>
                {t("admin_enrolments.add_button")}
              </SubmitButton>
            </div>
          </StateForm>
        )}
      </div>
    </>
  );
}

function readPreselection({ course, cohort, email }: SearchParams) {
  const text = (value: string | string[] | undefined) =>
    typeof value === "string" && value !== "" ? value : undefined;
  return { course: text(course), cohort: text(cohort), email: text(email) };
}
