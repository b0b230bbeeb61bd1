import { getBrowserTranslator } from "../messages/get-browser-translator.ts";

/** The button that closes a question without an answer. Beside "Cancel enrolment" a second "Cancel" would be read as the same. */
export function closeLabel(question: string): string {
  const t = getBrowserTranslator();
  const cancel = t("browser.cancel");
  const [first = ""] = question.split(" ");
  return first.toLowerCase() === cancel.toLowerCase() ? t("browser.go_back") : cancel;
}
