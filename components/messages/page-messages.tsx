import type { ReactNode } from "react";
import { getBrowserTexts } from "#messages/browser-texts.ts";
import { BrowserMessages } from "./browser-messages.tsx";
import { getTranslator } from "./get-translator.ts";

export type BrowserArea = "browser" | "browser_account" | "browser_admin" | "browser_tickets";

/** Sends the texts of these areas to the browser, in the language of the request, for what its children show there. */
export function PageMessages({ areas, children }: { areas: readonly BrowserArea[]; children: ReactNode }) {
  const { language, locale, direction } = getTranslator();
  return (
    <BrowserMessages language={{ language, locale, direction }} texts={getBrowserTexts(language, areas)}>
      {children}
    </BrowserMessages>
  );
}
