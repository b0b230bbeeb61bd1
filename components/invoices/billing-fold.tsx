"use client";

import type { ReactNode } from "react";
import { useFormState } from "../forms/state-form.tsx";

/** Folds the billing details of an order away until they are wanted. What was typed or refused there stays in sight once the form was sent. */
export function BillingFold({ summary, children }: { summary: string; children: ReactNode }) {
  const { status, fields, values } = useFormState();
  const isOurs = (name: string) => name.startsWith("billing") && name !== "billingKnown";
  const isTyped = Object.entries(values).some(([name, value]) => isOurs(name) && value !== "");
  const isOpen = Object.keys(fields).some(isOurs) || (status !== "idle" && isTyped);
  return (
    <details className="min-w-0 rounded-md border border-rule px-3.5 py-2.5" open={isOpen || undefined}>
      <summary className="link min-h-11 cursor-pointer content-center text-[15px] sm:min-h-0">{summary}</summary>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5 pb-2">{children}</div>
    </details>
  );
}
