import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { TranslationFields } from "#components/admin/translation-fields.tsx";
import { FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { SECTION_TEXTS } from "#domain/courses/course-texts.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { SECTION_PARTS } from "#domain/courses/material-inputs.ts";
import type { MaterialSection } from "#domain/courses/load-course.ts";
import type { Course } from "#domain/courses/machine.ts";
import { getTranslationVersion } from "#domain/courses/merge-translation.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { listLanguages } from "#messages/page-path.ts";
import { editSectionAction, moveSectionAction, removeSectionAction, translateSectionAction } from "./actions.ts";
import { DragHandle, MoveButton } from "./move-button.tsx";

export type SectionHeadProps = {
  course: Pick<Course, "id" | "language">;
  section: MaterialSection;
  mayEdit: boolean;
  isFirst: boolean;
  isLast: boolean;
};

/** A section's title, in each language of the school, and what can be done with the section. */
export function SectionHead({ course, section, mayEdit, isFirst, isLast }: SectionHeadProps) {
  const t = getTranslator();
  const { id, title } = section;
  const which = { courseId: course.id, sectionId: id };
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-rule pb-3">
      <div className="flex min-w-0 flex-1 basis-60 gap-3">
        {mayEdit && <DragHandle kind="section" title={title} />}
        <h2 className="font-sans text-base font-[600] tracking-normal" {...writtenIn(course.language)}>
          {title}
        </h2>
      </div>
      {mayEdit && (
        <div className="flex flex-wrap items-start gap-2">
          {!isFirst && <MoveButton action={moveSectionAction} values={which} direction="up" title={title} />}
          {!isLast && <MoveButton action={moveSectionAction} values={which} direction="down" title={title} />}
          <FoldedForm
            trigger={t("admin_courses.change_button")}
            action={editSectionAction}
            values={{ ...which, seen: getEditVersion(section, SECTION_PARTS) }}
            className="sm:w-[28rem]"
          >
            <FormInput
              id={`${id}-title`}
              name="title"
              label={t("admin_courses.section_title_label")}
              maxLength={LENGTHS.title}
              defaultValue={title}
              required
            />
            <div>
              <SubmitButton size="s">{t("admin_courses.save_button")}</SubmitButton>
            </div>
          </FoldedForm>
          <Translations course={course} section={section} />
          <Ask
            id={`remove-${id}`}
            trigger={t("admin_courses.take_out_button")}
            title={t("admin_courses.remove_section_title", { title })}
            confirmLabel={t("admin_courses.confirm_take_out_button")}
            why={false}
            action={removeSectionAction}
            values={which}
          >
            {t("admin_courses.remove_section_words")}
          </Ask>
        </div>
      )}
    </div>
  );
}

/** The title in each language that the school speaks and the course was not written in. */
function Translations({ course, section }: Pick<SectionHeadProps, "course" | "section">) {
  const t = getTranslator();
  const { id, translations } = section;
  const others = listLanguages().filter(
    ({ language }) => language !== course.language || translations?.[language] !== undefined,
  );
  return others.map(({ language, name }) => (
    <FoldedForm
      key={language}
      trigger={t("admin_courses.in_language_title", { language: name })}
      action={translateSectionAction}
      values={{
        ...{ courseId: course.id, sectionId: id, language },
        seen: getTranslationVersion(translations, SECTION_TEXTS, language),
      }}
      className="sm:w-[28rem]"
    >
      <TranslationFields
        id={`${id}-${language}`}
        language={language}
        texts={translations?.[language]}
        fields={[{ name: "title", label: t("admin_courses.section_title_label"), maxLength: LENGTHS.title }]}
      />
      <div>
        <SubmitButton size="s">{t("admin_courses.save_button")}</SubmitButton>
      </div>
    </FoldedForm>
  ));
}
