import { FormInput, FormSelect, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";

export type StudentFieldsProps = {
  name?: string;
  email?: string;
  emailHint: string;
  language?: string | null;
  /** Of the school; with one alone there is nothing to choose. */
  languages: readonly { language: string; name: string }[];
  timezone: string;
  officeNote?: string | null;
};

/** What the office says of a student. */
export function StudentFields(student: StudentFieldsProps) {
  const t = getTranslator();
  const { languages, language = null } = student;
  // A language that the school does not offer, from a file or the API, stays until another one is chosen.
  const isOther = language !== null && !languages.some((each) => each.language === language);
  return (
    <>
      <FormInput
        name="name"
        label={t("admin_students.name_label")}
        maxLength={400}
        autoComplete="off"
        required
        defaultValue={student.name}
      />
      <FormInput
        name="email"
        label={t("admin_students.email_label")}
        type="email"
        maxLength={254}
        autoComplete="off"
        required
        hint={student.emailHint}
        defaultValue={student.email}
      />
      {(languages.length > 1 || isOther) && (
        <FormSelect
          name="language"
          label={t("admin_students.language_label")}
          hint={t("admin_students.language_hint")}
          options={[
            { value: "", label: t("admin_students.language_of_the_school") },
            ...languages.map((each) => ({ value: each.language, label: each.name })),
            ...(isOther ? [{ value: language, label: language }] : []),
          ]}
          defaultValue={language ?? ""}
        />
      )}
      <FormSelect
        name="timezone"
        label={t("admin_students.timezone_label")}
        hint={t("admin_students.timezone_hint")}
        options={listTimezoneChoices()}
        defaultValue={student.timezone}
      />
      <FormTextArea
        name="officeNote"
        label={t("admin_students.office_note_label")}
        hint={t("admin_students.office_note_hint")}
        rows={4}
        maxLength={4_000}
        defaultValue={student.officeNote ?? ""}
      />
    </>
  );
}
