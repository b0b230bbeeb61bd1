import { getTaxChoices } from "#domain/tax/get-tax-choices.ts";
import { notFound } from "next/navigation";
import { listCurrencyChoices } from "#app/admin/_list/choices.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { CohortFieldsPart } from "#components/admin/cohort-fields.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { SentBack, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { CourseFrame, courseMetadata, findCourse } from "../../frame.tsx";
import { createCohortAction } from "../actions.ts";
import { emptyDraft } from "../draft.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Titled = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Titled) =>
  courseMetadata(params, getTranslator()("admin_courses.new_cohort_title"));

export default async function NewCohortPage({ params }: { params: Promise<{ id: string }> }) {
  const t = getTranslator();
  const { office, settings, read } = await findCourse((await params).id);
  if (!office.may.cohorts) notFound();
  return (
    <CourseFrame office={office} tab="cohorts">
      <Panel title={t("admin_courses.new_cohort_title")} className="max-w-3xl">
        <StateForm action={createCohortAction} values={{ courseId: office.course.id }} className="grid gap-5">
          <SentBack name="warned" />
          <CohortFieldsPart
            draft={emptyDraft(settings)}
            timezones={listTimezoneChoices()}
            currencies={listCurrencyChoices()}
            taxed={(await getTaxChoices(read)).isTaxed}
          />
          <div>
            <SubmitButton pendingLabel={t("admin_courses.adding_pending")}>
              {t("admin_courses.create_cohort_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </CourseFrame>
  );
}
