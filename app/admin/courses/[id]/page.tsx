import { auditHref } from "#app/admin/_list/audit-href.ts";
import { Ask } from "#components/admin/ask.tsx";
import { CourseFieldsPart } from "#components/admin/course-fields.tsx";
import { History } from "#components/admin/history.tsx";
import { PictureField } from "#components/admin/picture-field.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { COURSE_WORDS, stateLabel } from "#components/admin/states.tsx";
import { FormCheckbox, StateForm } from "#components/forms/state-form.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { COURSE_PARTS } from "#domain/courses/edit-course.ts";
import type { Course } from "#domain/courses/machine.ts";
import { listSubjectChoices } from "#domain/courses/list-courses.ts";
import type { CourseOffice } from "#domain/courses/get-course-office.ts";
import { archiveAction, editCourseAction, publishAction, unpublishAction } from "./actions.ts";
import { CourseFrame, courseTitle, findCourse } from "./frame.tsx";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) => courseTitle(params);

export default async function CourseDetailsPage({ params }: Props) {
  const { office, read, timezone } = await findCourse((await params).id);
  const { course, may } = office;
  const auditAt = auditHref(read.actor, { type: "course", id: course.id });
  const subjects = (await listSubjectChoices(read)).map(({ value }) => value);
  return (
    <CourseFrame office={office} tab="details">
      <Columns
        aside={
          <>
            {may.publish && <Standing office={office} />}
            <Panel title="History">
              <History
                entries={office.history}
                label={(state) => stateLabel(COURSE_WORDS, state)}
                timezone={timezone}
              />
              {auditAt && (
                <p className="mt-4 text-small">
                  <a className="link" href={auditAt}>
                    Every change in the audit log
                  </a>
                </p>
              )}
            </Panel>
          </>
        }
      >
        {may.edit ? <EditForm course={course} subjects={subjects} /> : <Facts course={course} />}
      </Columns>
    </CourseFrame>
  );
}

function EditForm({ course, subjects }: { course: Course; subjects: string[] }) {
  const values = { courseId: course.id, seen: getEditVersion(course, COURSE_PARTS) };
  return (
    <Panel>
      <StateForm action={editCourseAction} values={values} className="grid gap-5">
        <CourseFieldsPart course={course} subjects={subjects} />
        {course.imageFileId && (
          <div className="grid gap-3">
            {/* A picture of the school's own, served by its hash: there is nothing for an image service to do. */}
            <img src={`/files/${course.imageFileId}`} alt="" className="max-h-48 w-fit rounded-md border border-rule" />
            <FormCheckbox name="noPicture" label="Take this picture away" />
          </div>
        )}
        <PictureField name="picture" label={course.imageFileId ? "Another picture" : "Picture"} />
        <div>
          <SubmitButton pendingLabel="Saving …">Save</SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

function Facts({ course }: { course: Course }) {
  return (
    <Panel>
      <DescriptionList
        items={[
          { term: "Summary", value: course.summary || "none" },
          { term: "Subject", value: course.subject || "none" },
          { term: "Level", value: course.level },
          { term: "Language", value: course.language },
        ]}
      />
    </Panel>
  );
}

/** Whether people can find the course, and the way to change that. */
function Standing({ office: { course, counts } }: { office: CourseOffice }) {
  const values = { courseId: course.id };
  return (
    <Panel title="Who can find it">
      <div className="grid gap-3">
        <p className="text-ink-soft">{STANDING[course.state]}</p>
        {course.state === "draft" && counts.cohorts === 0 && (
          <Notice
            tone="info"
            title="It has no cohort yet."
            action={
              <LinkButton href={`/admin/courses/${course.id}/cohorts/new`} variant="quiet" size="s">
                Add one
              </LinkButton>
            }
          >
            Nobody can enrol without a date and a price.
          </Notice>
        )}
        {course.state === "draft" && (
          <StateForm action={publishAction} values={values} className="grid gap-3">
            <div>
              <SubmitButton size="s" pendingLabel="Publishing …">
                Publish
              </SubmitButton>
            </div>
          </StateForm>
        )}
        {course.state !== "draft" && (
          <Ask
            id="unpublish"
            trigger="Make it a draft"
            title="Make the course a draft again?"
            confirmLabel="Make it a draft"
            why={false}
            tone="quiet"
            action={unpublishAction}
            values={values}
          >
            Nobody can find it or enrol until you publish it again. Who has a place keeps it.
          </Ask>
        )}
        {course.state !== "archived" && (
          <Ask
            id="archive"
            trigger="Archive"
            title="Archive the course?"
            confirmLabel="Archive"
            action={archiveAction}
            values={values}
          >
            It leaves the catalogue. Who has a place keeps it and can go on opening it. You can make it a draft again.
          </Ask>
        )}
      </div>
    </Panel>
  );
}

const STANDING: Record<Course["state"], string> = {
  draft: "Only the school. Publish it when it is ready.",
  published: "Everybody: it is in the catalogue.",
  archived: "Nobody new. Who has a place keeps it.",
};
