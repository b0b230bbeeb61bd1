"use client";

import { type RefObject, useState } from "react";
import { Button } from "../ui/button.tsx";
import { useScripts } from "../ui/use-scripts.ts";
import { getAccountTranslator } from "#components/messages/get-account-translator.ts";

/** Copies what stands in a field. Without scripts it is not there, and the field's text is selected and copied by hand. */
export function CopyButton({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const t = getAccountTranslator();
  const hasScripts = useScripts();
  const [isCopied, setIsCopied] = useState(false);
  if (!hasScripts) return null;
  const copy = async () => {
    if (field.current) setIsCopied(await copyFrom(field.current));
  };
  return (
    <>
      <Button variant="quiet" size="s" onClick={copy} className="flex-none">
        {isCopied ? t("browser_account.copied_button") : t("browser_account.copy_button")}
      </Button>
      <span aria-live="polite" className="sr-only">
        {isCopied && t("browser_account.it_is_copied")}
      </span>
    </>
  );
}

/** A page on plain http has no clipboard of its own; what is selected can still be copied there. */
async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
