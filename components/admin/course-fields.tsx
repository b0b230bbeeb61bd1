import type { PlainKey } from "#messages/message.ts";
import type { Course } from "#domain/courses/machine.ts";
import { FormInput, FormSelect, FormTextArea } from "../forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

const LEVELS: { value: string; label: PlainKey }[] = [
  { value: "any", label: "admin.any_level_label" },
  { value: "beginner", label: "admin.beginner_label" },
  { value: "intermediate", label: "admin.intermediate_label" },
  { value: "advanced", label: "admin.advanced_label" },
];

export type CourseFieldsProps = {
  /** None while the course is being made. */
  course?: Course;
  subjects: string[];
  /** The kinds of courses that have a tax rate of their own. */
  taxKinds?: string[];
};

/** What a course says of itself. */
export function CourseFieldsPart({ course, subjects, taxKinds = [] }: CourseFieldsProps) {
  const t = getTranslator();
  return (
    <>
      <FormInput name="title" label={t("admin.title_label")} maxLength={300} defaultValue={course?.title} required />
      {course && (
        <FormInput
          name="slug"
          label={t("admin.address_label")}
          hint={t("admin.the_end_of_the_courses_web_address_hint")}
          maxLength={120}
          defaultValue={course.slug}
          required
        />
      )}
      <FormTextArea
        name="summary"
        label={t("admin.summary_label")}
        hint={t("admin.a_sentence_or_two_for_the_catalogue_hint")}
        rows={2}
        maxLength={1000}
        defaultValue={course?.summary}
        optional={!course || course.state !== "published"}
      />
      <FormTextArea
        name="description"
        label={t("admin.description_label")}
        hint={t("admin.markdown_bold_italic_lists_headings_links_hint")}
        rows={10}
        maxLength={50_000}
        defaultValue={course?.description}
        optional
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <FormInput
          name="subject"
          label={t("admin.subject_label")}
          maxLength={100}
          defaultValue={course?.subject}
          list="subjects"
          autoComplete="off"
          optional
        />
        <FormSelect
          name="level"
          label={t("admin.level_label")}
          options={LEVELS.map(({ value, label }) => ({ value, label: t(label) }))}
          defaultValue={course?.level ?? "any"}
        />
        <FormInput
          name="language"
          label={t("admin.language_label")}
          hint={t("admin.such_as_en_de_or_pt_br_hint")}
          maxLength={30}
          defaultValue={course?.language ?? "en"}
          required
        />
      </div>
      {taxKinds.length > 0 && (
        <FormSelect
          name="taxKind"
          label={t("tax.course_kind_label")}
          options={[
            { value: "", label: t("tax.usual_kind") },
            // One whose rates were taken away stays what it is until somebody chooses another.
            ...[...new Set([...taxKinds, course?.taxKind ?? ""])]
              .filter(Boolean)
              .map((value) => ({ value, label: value })),
          ]}
          defaultValue={course?.taxKind ?? ""}
        />
      )}
      <datalist id="subjects">
        {subjects.map((subject) => (
          <option key={subject} value={subject} />
        ))}
      </datalist>
    </>
  );
}
