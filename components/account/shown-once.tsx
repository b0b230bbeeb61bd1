"use client";

import { useId, useRef } from "react";
import { useFormState } from "../forms/state-form.tsx";
import { CopyButton } from "./copy-button.tsx";

export type ShownOnceProps = {
  /** What it is, for the field's label: "Your new token". */
  label: string;
  /** Stands before the secret, as in an address. */
  before?: string;
  after?: string;
  hint: string;
};

/** The secret that a form's action has just made. It stands in a field, so that it can be copied, or selected by one press where no script runs. */
export function ShownOnce({ label, before = "", after = "", hint }: ShownOnceProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { status, message } = useFormState();
  if (status !== "done" || !message) return null;
  const secret = before + message + after;
  return (
    <div className="rounded-md bg-ok-soft p-4">
      <label htmlFor={id} className="block text-small font-[560] text-ok">
        {label}
      </label>
      <div className="mt-2 flex gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          className="num block min-w-0 flex-1 rounded-sm border border-edge bg-surface px-3 py-2 text-small"
        />
        <CopyButton field={field} />
      </div>
      <p role="status" className="mt-2 text-small text-ok">
        {hint}
      </p>
    </div>
  );
}
