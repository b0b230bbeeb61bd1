import type { Course } from "#domain/courses/machine.ts";
import { FormInput, FormSelect, FormTextArea } from "../forms/state-form.tsx";

const LEVELS = [
  { value: "any", label: "Any level" },
  { value: "beginner", label: "Beginner" },
  { value: "intermediate", label: "Intermediate" },
  { value: "advanced", label: "Advanced" },
];

export type CourseFieldsProps = {
  /** None while the course is being made. */
  course?: Course;
  subjects: string[];
};

/** What a course says of itself. */
export function CourseFieldsPart({ course, subjects }: CourseFieldsProps) {
  return (
    <>
      <FormInput name="title" label="Title" maxLength={300} defaultValue={course?.title} required />
      {course && (
        <FormInput
          name="slug"
          label="Address"
          hint="The end of the course’s web address. Links to the old one stop working when you change it."
          maxLength={120}
          defaultValue={course.slug}
          required
        />
      )}
      <FormTextArea
        name="summary"
        label="Summary"
        hint="A sentence or two for the catalogue. Needed before the course can be published."
        rows={2}
        maxLength={1000}
        defaultValue={course?.summary}
        optional={!course || course.state !== "published"}
      />
      <FormTextArea
        name="description"
        label="Description"
        hint="Markdown: **bold**, *italic*, - lists, ## headings, [links](https://…)."
        rows={10}
        maxLength={50_000}
        defaultValue={course?.description}
        optional
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <FormInput
          name="subject"
          label="Subject"
          maxLength={100}
          defaultValue={course?.subject}
          list="subjects"
          autoComplete="off"
          optional
        />
        <FormSelect name="level" label="Level" options={LEVELS} defaultValue={course?.level ?? "any"} />
        <FormInput
          name="language"
          label="Language"
          hint="Such as en, de or pt-BR."
          maxLength={30}
          defaultValue={course?.language ?? "en"}
          required
        />
      </div>
      <datalist id="subjects">
        {subjects.map((subject) => (
          <option key={subject} value={subject} />
        ))}
      </datalist>
    </>
  );
}
