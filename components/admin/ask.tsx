"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import { type FormAction, FormTextArea, StateForm, useFormState } from "../forms/state-form.tsx";
import { Button } from "../ui/button.tsx";
import { closeLabel } from "../ui/close-label.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FormErrors } from "../ui/form-errors.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { Fold } from "./folded-form.tsx";
import { getAdminTranslator } from "#components/messages/get-admin-translator.ts";

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

/** A step that says what it will do, and asks why: in a dialog or, without a script, in a fold of the page. */
export function Ask({ action, values, ...question }: AskProps) {
  return (
    <StateForm action={action} values={values} ownRefusal className="min-w-0">
      <Question {...question} />
    </StateForm>
  );
}

function Question({ id, trigger, title, children, ...answer }: Omit<AskProps, "action" | "values">) {
  const { status } = useFormState();
  const fold = useRef<HTMLDetailsElement>(null);
  const [hasScripts, setHasScripts] = useState(false);
  const [isOpen, setIsOpen] = useState(status === "refused");
  // The fold is what the server sends. Somebody may have opened it before the script came: then the dialog is open.
  useEffect(() => {
    setIsOpen((open) => open || fold.current?.open === true);
    setHasScripts(true);
  }, []);
  useEnd(() => setIsOpen(false));
  if (!hasScripts) {
    return (
      <Fold ref={fold} id={id} trigger={trigger} close={closeLabel(trigger)} className="max-w-prose">
        <div>
          <p className="font-[560]">{title}</p>
          <div className="mt-1 text-small text-ink-soft">{children}</div>
        </div>
        <Answer id={id} {...answer} />
      </Fold>
    );
  }
  return (
    <Dialog trigger={trigger} size="s" title={title} description={children} open={isOpen} onOpenChange={setIsOpen}>
      <Answer id={id} {...answer} leave={() => setIsOpen(false)} />
    </Dialog>
  );
}

/** Calls `end` once what was sent has been answered. A refusal draws the form anew, and it then begins open. */
function useEnd(end: () => void) {
  const { pending } = useFormStatus();
  const [wasPending, setWasPending] = useState(false);
  if (pending === wasPending) return;
  setWasPending(pending);
  if (!pending) end();
}

type AnswerProps = Pick<AskProps, "id" | "fields" | "why" | "confirmLabel" | "tone"> & { leave?: () => void };

function Answer({ id, fields, why, confirmLabel, tone = "danger", leave }: AnswerProps) {
  const t = getAdminTranslator();
  const state = useFormState();
  const refused = state.status === "refused" ? state : undefined;
  return (
    <>
      <FormErrors message={refused?.message} attempt={refused} />
      {fields}
      {why !== false && (
        <FormTextArea
          id={`${id}-why`}
          name="why"
          label={t("browser_admin.why_label")}
          hint={why ?? t("browser_admin.kept_in_the_history_and_in_the_audit_log")}
          rows={2}
          maxLength={500}
          required
        />
      )}
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={tone === "danger" ? "danger" : "primary"} size="s" className="max-sm:min-h-11">
          {confirmLabel}
        </SubmitButton>
        {leave && (
          <Button variant="quiet" size="s" className="max-sm:min-h-11" onClick={leave}>
            {closeLabel(confirmLabel)}
          </Button>
        )}
      </div>
    </>
  );
}
