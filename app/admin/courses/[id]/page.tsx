import { auditHref } from "#app/admin/_list/audit-href.ts";
import { Ask } from "#components/admin/ask.tsx";
import { CourseFieldsPart } from "#components/admin/course-fields.tsx";
import { History } from "#components/admin/history.tsx";
import { PictureField } from "#components/admin/picture-field.tsx";
import { TranslationFields } from "#components/admin/translation-fields.tsx";
import { levelLabel } from "#components/catalogue/level-label.ts";
import { languageName } from "#components/catalogue/words.ts";
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
import { getTaxChoices } from "#domain/tax/get-tax-choices.ts";
import { listSubjectChoices } from "#domain/courses/list-courses.ts";
import type { CourseOffice } from "#domain/courses/get-course-office.ts";
import { isAllowed } from "#domain/policy.ts";
import { COURSE_TEXTS } from "#domain/courses/course-texts.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { getTranslationVersion } from "#domain/courses/merge-translation.ts";
import { listLanguages } from "#messages/page-path.ts";
import {
  archiveAction,
  deleteAction,
  editCourseAction,
  publishAction,
  translateCourseAction,
  unpublishAction,
} from "./actions.ts";
import { CourseFrame, courseMetadata, findCourse } from "./frame.tsx";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) => courseMetadata(params);

export default async function CourseDetailsPage({ params }: Props) {
  const t = getTranslator();
  const { office, read, timezone } = await findCourse((await params).id);
  const { course, may } = office;
  const auditAt = auditHref(read.actor, { type: "course", id: course.id });
  const subjects = (await listSubjectChoices(read)).map(({ value }) => value);
  const taxKinds = may.cohorts ? (await getTaxChoices(read)).kinds : [];
  return (
    <CourseFrame office={office} tab="details">
      <Columns
        aside={
          <>
            {may.publish && <Visibility office={office} />}
            <Panel title={t("admin_courses.history_title")}>
              <History
                entries={office.history}
                label={(state) => stateLabel(COURSE_WORDS, state)}
                timezone={timezone}
              />
              {isAllowed(read.actor, "course.create") && (
                <p className="mt-4 text-small">
                  <a className="link" href={`/admin/courses/${course.id}/copy`}>
                    {t("admin_courses.copy_course_title")}
                  </a>
                </p>
              )}
              {auditAt && (
                <p className="mt-4 text-small">
                  <a className="link" href={auditAt}>
                    {t("admin_courses.audit_log_link")}
                  </a>
                </p>
              )}
            </Panel>
          </>
        }
      >
        {may.edit ? <EditForm course={course} subjects={subjects} taxKinds={taxKinds} /> : <Facts course={course} />}
        {may.edit && <Translations course={course} />}
      </Columns>
    </CourseFrame>
  );
}

function EditForm({ course, subjects, taxKinds }: { course: Course; subjects: string[]; taxKinds: string[] }) {
  const t = getTranslator();
  const values = { courseId: course.id, seen: getEditVersion(course, COURSE_PARTS) };
  return (
    <Panel>
      <StateForm action={editCourseAction} values={values} className="grid gap-5">
        <CourseFieldsPart {...{ course, subjects, taxKinds }} />
        {course.imageFileId && (
          <div className="grid gap-3">
            {/* A picture of the school's own, served by its hash: there is nothing for an image service to do. */}
            <img src={`/files/${course.imageFileId}`} alt="" className="max-h-48 w-fit rounded-md border border-rule" />
            <FormCheckbox name="noPicture" label={t("admin_courses.no_picture_label")} />
          </div>
        )}
        <PictureField
          name="picture"
          label={course.imageFileId ? t("admin_courses.another_picture_label") : t("admin_courses.picture_label")}
        />
        <div>
          <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>{t("admin_courses.save_button")}</SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

/** The course's texts in each language that the school speaks and the course was not written in. */
function Translations({ course }: { course: Course }) {
  const t = getTranslator();
  const others = listLanguages().filter(
    // One that was given before the course was written in it is still shown, and can be changed.
    ({ language }) => language !== course.language || course.translations?.[language],
  );
  return others.map(({ language, name }) => {
    const seen = getTranslationVersion(course.translations, COURSE_TEXTS, language);
    const values = { courseId: course.id, language, seen };
    return (
      <Panel key={language} title={t("admin_courses.in_language_title", { language: name })}>
        <StateForm action={translateCourseAction} values={values} className="grid gap-5">
          <p className="text-small text-ink-soft">{t("admin_courses.translation_about")}</p>
          <TranslationFields
            id={language}
            language={language}
            texts={course.translations?.[language]}
            fields={[
              { name: "title", label: t("admin.title_label"), maxLength: LENGTHS.title },
              { name: "summary", label: t("admin.summary_label"), maxLength: LENGTHS.summary, rows: 2 },
              { name: "description", label: t("admin.description_label"), maxLength: LENGTHS.description, rows: 8 },
            ]}
          />
          <div>
            <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
              {t("admin_courses.save_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    );
  });
}

function Facts({ course }: { course: Course }) {
  const t = getTranslator();
  return (
    <Panel>
      <DescriptionList
        items={[
          { term: t("admin_courses.summary_label"), value: course.summary || t("admin_courses.none") },
          { term: t("admin_courses.subject_label"), value: course.subject || t("admin_courses.none") },
          { term: t("admin_courses.level_label"), value: levelLabel(course.level) },
          { term: t("admin_courses.language_label"), value: languageName(course.language) },
        ]}
      />
    </Panel>
  );
}

/** Whether people can find the course, and the way to change that. */
function Visibility({ office: { course, counts, isUsed } }: { office: CourseOffice }) {
  const t = getTranslator();
  const values = { courseId: course.id };
  return (
    <Panel title={t("admin_courses.visibility_title")}>
      <div className="grid gap-3">
        <p className="text-ink-soft">{t(VISIBILITY[course.state])}</p>
        {course.state === "draft" && counts.cohorts === 0 && (
          <Notice
            tone="info"
            title={t("admin_courses.course_without_cohort_title")}
            action={
              <LinkButton href={`/admin/courses/${course.id}/cohorts/new`} variant="quiet" size="s">
                {t("admin_courses.add_first_cohort_button")}
              </LinkButton>
            }
          >
            {t("admin_courses.course_without_cohort_words")}
          </Notice>
        )}
        {course.state === "draft" && (
          <StateForm action={publishAction} values={values} className="grid gap-3">
            <div>
              <SubmitButton size="s" pendingLabel={t("admin_courses.publishing_pending")}>
                {t("admin_courses.publish_button")}
              </SubmitButton>
            </div>
          </StateForm>
        )}
        {course.state !== "draft" && (
          <Ask
            id="unpublish"
            trigger={t("admin_courses.unpublish_button")}
            title={t("admin_courses.unpublish_title")}
            confirmLabel={t("admin_courses.unpublish_button")}
            why={false}
            tone="quiet"
            action={unpublishAction}
            values={values}
          >
            {t("admin_courses.unpublish_words")}
          </Ask>
        )}
        {course.state !== "archived" && (
          <Ask
            id="archive"
            trigger={t("admin_courses.archive_button")}
            title={t("admin_courses.archive_title")}
            confirmLabel={t("admin_courses.archive_button")}
            action={archiveAction}
            values={values}
          >
            {t("admin_courses.archive_words")}
          </Ask>
        )}
        {course.state === "draft" && !isUsed && (
          <Ask
            id="delete"
            trigger={t("admin_courses.delete_button")}
            title={t("admin_courses.delete_title")}
            confirmLabel={t("admin_courses.delete_button")}
            why={false}
            action={deleteAction}
            values={values}
          >
            {t("admin_courses.delete_words")}
          </Ask>
        )}
      </div>
    </Panel>
  );
}

const VISIBILITY: Record<Course["state"], PlainKey> = {
  draft: "admin_courses.visibility_draft",
  published: "admin_courses.visibility_published",
  archived: "admin_courses.visibility_archived",
};
