import type { Metadata } from "next";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { CourseFieldsPart } from "#components/admin/course-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listSubjectChoices } from "#domain/courses/list-courses.ts";
import { createCourseAction } from "./actions.ts";

export const metadata: Metadata = { title: "New course" };

export default async function NewCoursePage() {
  await requirePermission("course.create", "/admin/courses/new");
  const { read } = await officeRead();
  const subjects = await listSubjectChoices(read);
  return (
    <StaffPage here="/admin/courses/new">
      <PageHeader
        title="New course"
        above={<Breadcrumbs crumbs={[{ label: "Courses", href: "/admin/courses" }, { label: "New" }]} />}
        lede="It stays a draft that only the school sees until you publish it. Dates and prices come next."
      />
      <StateForm action={createCourseAction} className="grid max-w-2xl gap-5">
        <CourseFieldsPart subjects={subjects.map(({ value }) => value)} />
        <div>
          <SubmitButton pendingLabel="Creating …">Create the draft</SubmitButton>
        </div>
      </StateForm>
    </StaffPage>
  );
}
