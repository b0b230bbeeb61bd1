"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button.tsx";
import { cx } from "./cx.ts";

export type SubmitButtonProps = ButtonProps & {
  /** What it says while the answer is on its way: "Paying …" */
  pendingLabel?: string;
};

/** Sends the form it stands in, once: a second press while the first is under way does nothing. */
export function SubmitButton({ pendingLabel, children, className, onClick, ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      // Where the page has no React, public/site-script.js says it.
      data-pending={pendingLabel ?? ""}
      // Not `disabled`: that would throw away the focus, and with it one's place on the page.
      aria-disabled={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={cx(className, pending && "cursor-progress")}
    >
      {pending ? (pendingLabel ?? children) : children}
    </Button>
  );
}
