import type { Metadata } from "next";
import { officeRead } from "#app/admin/_list/school.ts";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
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
import { chosenBeforehand, cohortOption } from "./cohort-option.ts";

export const metadata: Metadata = { title: "Add an enrolment" };

/** Two steps on one page, so that it works without a script: which course, then who and into which cohort. */
export default async function AddEnrolmentPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("enrolment.add", "/admin/enrolments/new");
  const { course, cohort, email } = wanted(await searchParams);
  const { read } = await officeRead();
  const courses = await listCourseChoices(read, course);
  const cohorts = course ? (await listCohortOptions(read, course)).map(cohortOption) : [];
  return (
    <StaffPage here="/admin/enrolments/new">
      <PageHeader
        title="Add an enrolment by hand"
        above={<Breadcrumbs crumbs={[{ label: "Enrolments", href: "/admin/enrolments" }, { label: "Add by hand" }]} />}
        lede="For a scholarship, a payment outside or a mistake put right; or for somebody who has asked you for a place and will pay."
      />
      <div className="grid max-w-xl gap-7">
        <form method="get" className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
          <Select
            name="course"
            label="Course"
            options={courses}
            placeholder="Choose a course"
            defaultValue={course ?? ""}
            required
          />
          {email && <input type="hidden" name="email" value={email} />}
          <Button type="submit" variant="quiet">
            {course ? "Change" : "Next"}
          </Button>
        </form>
        {course && cohorts.length === 0 && (
          <Notice tone="warn" title="This course has no cohort yet.">
            <a href={`/admin/courses/${course}/cohorts`} className="link">
              Add one first
            </a>
          </Notice>
        )}
        {cohorts.length > 0 && (
          <StateForm action={addAction} className="grid gap-5">
            <FormInput
              name="email"
              label="The student’s address"
              type="email"
              maxLength={254}
              defaultValue={email}
              autoComplete="off"
              required
            />
            <FormInput
              name="name"
              label="Name, if they have no account yet"
              hint="The account is made with the enrolment. Leave it empty for somebody who has one."
              maxLength={200}
              autoComplete="off"
              optional
            />
            <FormCheckbox name="welcome" label="Mail somebody new a link to choose a password" />
            <FormSelect
              name="cohortId"
              label="Cohort"
              placeholder="Choose a cohort"
              options={cohorts}
              defaultValue={chosenBeforehand(cohorts, cohort)}
              required
            />
            <FormRadioCards
              name="how"
              legend="How"
              defaultValue="given"
              options={[
                {
                  value: "given",
                  label: "Give the place",
                  description: "At once. Nothing is charged; the seat counts.",
                },
                {
                  value: "order",
                  label: "Prepare an order",
                  description: "The student pays it when you send it. Until then no seat is held.",
                },
              ]}
            />
            <FormTextArea
              name="why"
              label="Why"
              hint="Kept in the history and in the audit log."
              rows={2}
              maxLength={500}
              required
            />
            <div>
              <SubmitButton pendingLabel="Adding …">Add</SubmitButton>
            </div>
          </StateForm>
        )}
      </div>
    </StaffPage>
  );
}

function wanted({ course, cohort, email }: SearchParams) {
  const text = (value: string | string[] | undefined) =>
    typeof value === "string" && value !== "" ? value : undefined;
  return { course: text(course), cohort: text(cohort), email: text(email) };
}
