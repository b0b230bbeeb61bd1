"use client";

import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { useScripts } from "../ui/use-scripts.ts";

type CopyTextProps = {
  /** What is shown, in groups. */
  shown: string;
  /** What is copied: without the blanks between the groups, which the forms of some banks refuse. */
  copied: string;
  /** What the button says before and after, and what it is called where nobody sees beside what it stands. */
  button: string;
  done: string;
  label: string;
  className?: string;
};

/** A number to be pasted where one pays. One press on it selects the whole of it, with and without scripts. */
export function CopyText({ shown, copied, button, done, label, className }: CopyTextProps) {
  const hasScripts = useScripts();
  const [isCopied, setIsCopied] = useState(false);
  const text = useRef<HTMLSpanElement>(null);
  const copy = async () => setIsCopied(await copyFrom(copied, text.current));
  return (
    <span className="inline-flex flex-wrap items-baseline justify-end gap-x-3">
      <span ref={text} className={className}>
        {shown}
      </span>
      {hasScripts && (
        <Button variant="link" size="s" onClick={copy} aria-label={label}>
          {isCopied ? done : button}
        </Button>
      )}
      <span aria-live="polite" className="sr-only">
        {isCopied && done}
      </span>
    </span>
  );
}

/** A page on plain http has no clipboard of its own; what is selected can still be copied there. */
async function copyFrom(copied: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(copied);
    return true;
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return document.execCommand("copy");
  }
}
