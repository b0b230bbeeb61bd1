"use client";

import type { ReactNode } from "react";
import { useFormState } from "../forms/state-form.tsx";

/** Folds a form's fields away until they are wanted, and keeps them in sight once the form has been sent. */
export function Unfold({ summary, children }: { summary: string; children: ReactNode }) {
  const { status } = useFormState();
  return (
    <details open={status !== "idle" || undefined}>
      <summary className="link w-fit text-small">{summary}</summary>
      <div className="mt-5 grid gap-5">{children}</div>
    </details>
  );
}
