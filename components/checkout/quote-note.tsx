"use client";

import { useFormState } from "../forms/state-form.tsx";
import { Notice } from "../ui/notice.tsx";

/** The price that was asked for, right above the button that orders. */
export function QuoteNote() {
  const { status, message } = useFormState();
  return status === "done" && message ? <Notice tone="info">{message}</Notice> : null;
}
