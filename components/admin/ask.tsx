"use client";

import type { ReactNode } from "react";
import { type FormAction, FormTextArea, StateForm, useFormState } from "../forms/state-form.tsx";
import { buttonClass } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { SubmitButton } from "../ui/submit-button.tsx";

export type AskProps = QuestionProps & {
  action: FormAction;
  /** What is sent along. */
  values?: Record<string, string>;
};

type QuestionProps = {
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
};

/**
 * A step that says what it will do and asks why. The question opens by the browser's own means, so it works without a
 * script; when the answer is refused it comes back open, with what was typed.
 */
export function Ask({ action, values, ...question }: AskProps) {
  return (
    <StateForm action={action} values={values} className="grid gap-3">
      <Question {...question} />
    </StateForm>
  );
}

function Question({ id, trigger, title, children, fields, why, confirmLabel, tone = "danger" }: QuestionProps) {
  const { status } = useFormState();
  return (
    <details className="group" id={id} open={status === "refused"}>
      <summary className={cx(buttonClass({ variant: "quiet", size: "s" }), "list-none max-sm:min-h-11")}>
        <span className="group-open:hidden">{trigger}</span>
        <span className="hidden group-open:inline">Leave it as it is</span>
      </summary>
      <div className="mt-3 grid max-w-prose gap-3.5 rounded-md border border-rule-strong bg-surface p-4">
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
      </div>
    </details>
  );
}
