"use client";

import { useEffect, useRef } from "react";

export type FormErrorsProps = {
  /** What was wrong with the form as a whole, if anything was. */
  message?: string;
  /** Something new with every refusal (the form state itself will do), so that the second one moves the focus too. */
  attempt: unknown;
};

/** Stands first in a form. After a refusal it takes the reader to the first field that needs another look. */
export function FormErrors({ message, attempt }: FormErrorsProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!attempt) return;
    const form = place.current?.closest("form") ?? document;
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else if (message) place.current?.focus();
  }, [attempt, message]);
  return (
    <div ref={place} tabIndex={-1} className="outline-none empty:hidden">
      {message && (
        <p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5 text-dense text-bad">
          {message}
        </p>
      )}
    </div>
  );
}
