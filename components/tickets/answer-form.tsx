import { FormTextArea, StateForm, type FormAction } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { FoldedAttachments } from "./attachment-field.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type AnswerFormProps = {
  action: FormAction;
  values: Record<string, string>;
  studentName: string;
  charactersMax: number;
  filesMax: number;
  megabytesMax: number;
};

/** What the team writes: to the student, or for themselves. The button that is pressed says which. */
export function AnswerForm({ action, values, studentName, charactersMax, filesMax, megabytesMax }: AnswerFormProps) {
  const t = getTranslator();
  return (
    <StateForm action={action} values={values} className="grid grid-cols-1 gap-3">
      <FormTextArea
        label={<span className="sr-only">{t("tickets.your_answer_or_a_note_for_the_team")}</span>}
        id="answer-body"
        name="body"
        rows={3}
        maxLength={charactersMax}
        required
        placeholder={t("tickets.write_to_or_a_note_for_the_team_placeholder", { studentName })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton size="s" name="kind" value="wait" pendingLabel={t("tickets.sending_pending")}>
          {t("tickets.send_and_wait_button")}
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="resolve" pendingLabel={t("tickets.sending_pending")}>
          {t("tickets.send_and_resolve_button")}
        </SubmitButton>
        <SubmitButton
          size="s"
          variant="quiet"
          name="kind"
          value="stay_open"
          pendingLabel={t("tickets.sending_pending")}
        >
          {t("tickets.send_stay_open_button")}
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="note" pendingLabel={t("tickets.keeping_pending")}>
          {t("tickets.note_button")}
        </SubmitButton>
      </div>
      <FoldedAttachments id="answer-attachments" filesMax={filesMax} megabytesMax={megabytesMax} />
    </StateForm>
  );
}
