import { askBrowserTranslator } from "./browser-translator.ts";

/** How dates, numbers and money are written where this is drawn: `de-CH`. On the server it is the request's, in a browser the page's. */
export function getLocale(): string {
  return askBrowserTranslator().locale;
}
