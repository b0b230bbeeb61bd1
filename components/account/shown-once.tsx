"use client";

import { useId } from "react";
import { useFormState } from "../forms/state-form.tsx";

export type ShownOnceProps = {
  /** What it is, for the field's label: "Your new token". */
  label: string;
  /** Stands before the secret, as in an address. */
  before?: string;
  after?: string;
  hint: string;
};

/** The secret that a form's action has just made. It stands in a field, so that it can be selected by one press and copied. */
export function ShownOnce({ label, before = "", after = "", hint }: ShownOnceProps) {
  const id = useId();
  const { status, message } = useFormState();
  if (status !== "done" || !message) return null;
  const secret = before + message + after;
  return (
    <div role="status" className="rounded-md bg-ok-soft p-4">
      <label htmlFor={id} className="block text-small font-[560] text-ok">
        {label}
      </label>
      <input
        id={id}
        readOnly
        value={secret}
        onFocus={(event) => event.currentTarget.select()}
        className="num mt-2 block w-full rounded-sm border border-edge bg-surface px-3 py-2 text-small"
      />
      <p className="mt-2 text-small text-ok">{hint}</p>
    </div>
  );
}
