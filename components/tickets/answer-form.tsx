import { FormTextArea, StateForm, type FormAction } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { FoldedAttachments } from "./attachment-field.tsx";

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
  return (
    <StateForm action={action} values={values} className="grid grid-cols-1 gap-3">
      <FormTextArea
        label={<span className="sr-only">Your answer, or a note for the team</span>}
        id="answer-body"
        name="body"
        rows={3}
        maxLength={charactersMax}
        required
        placeholder={`Write to ${studentName}, or a note for the team`}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton size="s" name="kind" value="wait" pendingLabel="Sending …">
          Send and wait
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="resolve" pendingLabel="Sending …">
          Send and resolve
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="stay_open" pendingLabel="Sending …">
          Send, stay open
        </SubmitButton>
        <SubmitButton size="s" variant="quiet" name="kind" value="note" pendingLabel="Keeping …">
          Note
        </SubmitButton>
      </div>
      <FoldedAttachments id="answer-attachments" filesMax={filesMax} megabytesMax={megabytesMax} />
    </StateForm>
  );
}
