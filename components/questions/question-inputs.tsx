import { FormFile } from "#components/admin/form-file.tsx";
import { ShownIf } from "#components/forms/shown-if.tsx";
import { FormCheckbox, FormInput, FormSelect, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ACCEPT } from "#components/ui/accept.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { FIRST_YEAR, LAST_YEAR } from "#domain/kernel/local-time.ts";
import type { AskedView } from "#domain/questions/list-questions.ts";

/** What was answered before, by the question's root. */
export type Answered = ReadonlyMap<string, string>;

export type QuestionInputsProps = {
  questions: AskedView[];
  answered?: Answered;
  /** How large a file may be. */
  megabytesMax: number;
};

/** The fields in which somebody answers what a school asks at enrolment. */
export function QuestionInputs({ questions, answered, megabytesMax }: QuestionInputsProps) {
  return questions.map((question) => {
    const before = answered?.get(question.rootId);
    const field = <QuestionInput key={question.id} {...{ question, before, megabytesMax }} />;
    const { condition } = question;
    if (!condition) return field;
    return (
      <ShownIf
        key={question.id}
        name={fieldName(condition.questionId)}
        value={condition.answer}
        words={conditionWords(condition)}
      >
        {field}
      </ShownIf>
    );
  });
}

const fieldName = (questionId: string) => `answer:${questionId}`;

function conditionWords({ prompt, answer, answerLabel }: NonNullable<AskedView["condition"]>): string {
  const t = getTranslator();
  if (answer === "yes") return t("questions.asked_only_if_ticked", { prompt });
  if (answer === "no") return t("questions.asked_only_if_not_ticked", { prompt });
  return t("questions.asked_only_if", { prompt, answer: answerLabel });
}

type QuestionInputProps = { question: AskedView; before: string | undefined; megabytesMax: number };

function QuestionInput({ question, before, megabytesMax }: QuestionInputProps) {
  const t = getTranslator();
  const { id, kind, prompt, help, options, isRequired, language, condition } = question;
  const common = {
    id: `question-${id}`,
    name: fieldName(id),
    label: (
      <span {...writtenIn(language)} className="whitespace-pre-line [overflow-wrap:anywhere]">
        {prompt}
      </span>
    ),
    ...(help ? { hint: <span {...writtenIn(language)}>{help}</span> } : {}),
  };
  // What is asked only sometimes cannot be demanded by the browser: the server knows whether it was.
  const needed = { required: isRequired && condition === null, ...(isRequired ? {} : { optional: true }) };
  switch (kind) {
    case "text":
      return <FormTextArea {...common} {...needed} rows={2} maxLength={2000} defaultValue={before} />;
    case "choice":
      return (
        <FormSelect
          {...common}
          {...needed}
          placeholder={t("questions.choose_placeholder")}
          options={options}
          defaultValue={before ?? ""}
        />
      );
    case "date":
      return (
        <FormInput
          {...common}
          {...needed}
          hint={
            <>
              {common.hint} {t("fields.answer_day_range", { first: String(FIRST_YEAR), last: String(LAST_YEAR) })}
            </>
          }
          type="date"
          min={`${FIRST_YEAR}-01-01`}
          max={`${LAST_YEAR}-12-31`}
          defaultValue={before}
          className="max-w-60"
        />
      );
    case "checkbox":
    case "consent":
      return <FormCheckbox {...common} required={needed.required} value="yes" defaultChecked={before === "yes"} />;
    case "file": {
      const size = { megabytes: megabytesMax };
      const hint = before ? t("questions.file_sent", { name: before }) : t("questions.file_hint", size);
      return (
        <FormFile
          {...common}
          accept={ACCEPT.attachment}
          hint={help ? `${help} ${hint}` : hint}
          again={before ? t("questions.file_again_sent_hint", { name: before }) : t("questions.file_again_hint", size)}
          optional={!isRequired}
        />
      );
    }
  }
}
