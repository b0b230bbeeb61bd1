"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

export type ShownIfProps = {
  /** The field of the same form on which it depends, and what that must say. A box that is ticked says `yes`, another one `no`. */
  name: string;
  value: string;
  /** The condition in words, for whoever has no script. */
  words: string;
  children: ReactNode;
};

/** A part of a form that is there only after a certain answer. Without a script it is always there, with the condition above it. */
export function ShownIf({ name, value, words, children }: ShownIfProps) {
  const at = useRef<HTMLDivElement>(null);
  const [isShown, setIsShown] = useState<boolean>();
  useEffect(() => {
    const form = at.current?.closest("form");
    if (!form) return;
    const look = () => setIsShown(saysIn(form, name) === value);
    // The part on which this one depends may be shown or hidden by the same change: it looks first, this one after it.
    const later = () => setTimeout(look, 0);
    look();
    form.addEventListener("change", later);
    form.addEventListener("input", later);
    return () => {
      form.removeEventListener("change", later);
      form.removeEventListener("input", later);
    };
  }, [name, value]);
  return (
    <div ref={at} hidden={isShown === false} data-shown-if={name} className="grid gap-2">
      {isShown === undefined && <p className="text-small text-ink-soft">{words}</p>}
      {children}
    </div>
  );
}

/** What a field says; nothing when it is itself hidden, because then it is not asked. */
function saysIn(form: HTMLFormElement, name: string): string | undefined {
  const field = form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`);
  if (!field || field.closest("[data-shown-if][hidden]")) return undefined;
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked ? "yes" : "no";
  return field.value;
}
