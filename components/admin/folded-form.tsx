"use client";

import type { ReactNode, Ref } from "react";
import { type FormAction, StateForm, useFormState } from "../forms/state-form.tsx";
import { buttonClass } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

export type FoldedFormProps = {
  id?: string;
  /** The words on the button that opens it, and on the same button once it is open. */
  trigger: string;
  close?: string;
  action: FormAction;
  /** What is sent along. */
  values?: Record<string, string>;
  /** Of the form once it is open. */
  className?: string;
  children: ReactNode;
};

/**
 * A form behind a button. It opens by the browser's own means, so it works without a script; when what was sent is refused
 * it comes back open, with what was typed.
 */
export function FoldedForm({ action, values, ...fold }: FoldedFormProps) {
  return (
    <StateForm action={action} values={values} className="grid min-w-0 gap-3">
      <Fold {...fold} />
    </StateForm>
  );
}

type FoldProps = Omit<FoldedFormProps, "action" | "values"> & { ref?: Ref<HTMLDetailsElement> };

/** The fold alone, inside a form that is there already. */
export function Fold({ id, trigger, close, className, children, ref }: FoldProps) {
  const t = getBrowserTranslator();
  const { status } = useFormState();
  return (
    <details ref={ref} className="group/fold min-w-0" id={id} open={status === "refused"}>
      <summary className={cx(buttonClass({ variant: "quiet", size: "s" }), "list-none max-sm:min-h-11")}>
        <span className="group-open/fold:hidden">{trigger}</span>
        <span className="hidden group-open/fold:inline">{close ?? t("browser.cancel")}</span>
      </summary>
      <div
        className={cx(
          "mt-3 grid gap-3.5 rounded-md border border-rule-strong bg-surface p-4 text-start whitespace-normal [overflow-wrap:anywhere]",
          className,
        )}
      >
        {children}
      </div>
    </details>
  );
}
