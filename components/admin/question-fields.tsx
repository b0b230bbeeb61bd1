import { getTranslator } from "#components/messages/get-translator.ts";
import type { Question } from "#domain/questions/inputs.ts";
import { FormCheckbox, FormInput, FormSelect, FormTextArea } from "../forms/state-form.tsx";
import type { Choice } from "./cohort-fields.tsx";
import { kindLabel, QUESTION_KINDS } from "./question-kinds.ts";

/** What a question's form offers: the cohorts it can be for, the questions it can depend on, and the school's other languages. */
export type QuestionChoices = {
  cohorts: Choice[];
  parents: Choice[];
  languages: { language: string; name: string }[];
};

export type QuestionFieldsProps = {
  id: string;
  question?: Question;
  /** The question it depends on. */
  parentId?: string | undefined;
  choices: QuestionChoices;
  position: number;
};

/** What a question asks, of whom, and when. */
export function QuestionFieldsPart({ id, question, parentId, choices, position }: QuestionFieldsProps) {
  const t = getTranslator();
  return (
    <>
      <FormTextArea
        id={`${id}-prompt`}
        name="prompt"
        label={t("questions.prompt_label")}
        rows={2}
        maxLength={500}
        defaultValue={question?.prompt}
        required
      />
      <FormTextArea
        id={`${id}-help`}
        name="help"
        label={t("questions.help_label")}
        hint={t("questions.help_hint")}
        rows={2}
        maxLength={1000}
        defaultValue={question?.help}
        optional
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormSelect
          id={`${id}-kind`}
          name="kind"
          label={t("questions.kind_label")}
          options={QUESTION_KINDS.map((value) => ({ value, label: kindLabel(value) }))}
          defaultValue={question?.kind ?? "text"}
          required
        />
        <FormSelect
          id={`${id}-cohortId`}
          name="cohortId"
          label={t("questions.cohort_label")}
          placeholder={t("questions.all_cohorts")}
          options={choices.cohorts}
          defaultValue={question?.cohortId ?? ""}
        />
      </div>
      <FormTextArea
        id={`${id}-options`}
        name="options"
        label={t("questions.options_label")}
        hint={t("questions.options_hint")}
        rows={3}
        maxLength={10000}
        defaultValue={question?.options.join("\n")}
        optional
      />
      <FormCheckbox
        id={`${id}-isRequired`}
        name="isRequired"
        label={t("questions.required_label")}
        defaultChecked={question?.isRequired}
      />
      {choices.parents.length > 0 && <Condition {...{ id, question, parentId, choices }} />}
      <FormInput
        id={`${id}-position`}
        name="position"
        label={t("questions.position_label")}
        inputMode="numeric"
        maxLength={4}
        defaultValue={String(position)}
        className="max-w-40"
      />
      {choices.languages.map(({ language, name }) => (
        <Translation key={language} id={`${id}-${language}`} {...{ language, name, question }} />
      ))}
    </>
  );
}

type ConditionProps = Pick<QuestionFieldsProps, "id" | "question" | "parentId" | "choices">;

function Condition({ id, question, parentId, choices }: ConditionProps) {
  const t = getTranslator();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormSelect
        id={`${id}-onlyIf`}
        name="onlyIfQuestionId"
        label={t("questions.only_if_label")}
        placeholder={t("questions.only_if_nothing")}
        options={choices.parents}
        defaultValue={parentId ?? ""}
      />
      <FormInput
        id={`${id}-onlyIfAnswer`}
        name="onlyIfAnswer"
        label={t("questions.only_if_answer_label")}
        hint={t("questions.only_if_answer_hint")}
        maxLength={200}
        defaultValue={question?.onlyIfAnswer ?? ""}
        optional
      />
    </div>
  );
}

type TranslationProps = { id: string; language: string; name: string; question: Question | undefined };

function Translation({ id, language, name, question }: TranslationProps) {
  const t = getTranslator();
  const texts = question?.translations?.[language];
  return (
    <fieldset className="grid gap-4 border-t border-rule pt-4">
      <legend className="text-small font-[560]">{t("questions.in_language_legend", { language: name })}</legend>
      <FormTextArea
        id={`${id}-prompt`}
        name={`prompt-${language}`}
        label={t("questions.prompt_label")}
        lang={language}
        rows={2}
        maxLength={500}
        defaultValue={texts?.prompt}
        optional
      />
      <FormTextArea
        id={`${id}-help`}
        name={`help-${language}`}
        label={t("questions.help_label")}
        lang={language}
        rows={2}
        maxLength={1000}
        defaultValue={texts?.help}
        optional
      />
      <FormTextArea
        id={`${id}-options`}
        name={`options-${language}`}
        label={t("questions.options_label")}
        lang={language}
        rows={3}
        maxLength={10000}
        defaultValue={texts?.options?.join("\n")}
        optional
      />
    </fieldset>
  );
}
