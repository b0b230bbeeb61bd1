import type { ReactNode } from "react";
import { type FormAction, FormTextArea } from "../forms/state-form.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { FoldedForm } from "./folded-form.tsx";

export type AskProps = {
  /** Tells the questions of a page apart. */
  id: string;
  /** The words on the button that opens the question: "Cancel enrolment". */
  trigger: string;
  /** The question, with what it is about in it. */
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** More to fill in, between what will happen and the reason. */
  fields?: ReactNode;
  /** Who reads the reason; `false` where none is asked for. */
  why?: string | false;
  /** Names the deed; never "Yes". */
  confirmLabel: string;
  tone?: "danger" | "quiet";
  action: FormAction;
  /** What is sent along. */
  values?: Record<string, string>;
};

/** A step that says what it will do, and asks why. */
export function Ask(props: AskProps) {
  const { id, trigger, title, children, fields, why, confirmLabel, tone = "danger", action, values } = props;
  return (
    <FoldedForm id={id} trigger={trigger} action={action} values={values} className="max-w-prose">
      <div>
        <p className="font-[560]">{title}</p>
        <div className="mt-1 text-small text-ink-soft">{children}</div>
      </div>
      {fields}
      {why !== false && (
        <FormTextArea
          id={`${id}-why`}
          name="why"
          label="Why"
          hint={why ?? "Kept in the history and in the audit log."}
          rows={2}
          maxLength={500}
          required
        />
      )}
      <div>
        <SubmitButton variant={tone === "danger" ? "danger" : "primary"} size="s" className="max-sm:min-h-11">
          {confirmLabel}
        </SubmitButton>
      </div>
    </FoldedForm>
  );
}
