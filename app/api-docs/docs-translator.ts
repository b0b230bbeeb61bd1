import { type RichTranslator, withRich } from "#components/messages/with-rich.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { translatorFor } from "#messages/translator.ts";

let english: RichTranslator | undefined;

/** The API is described in English alone, in its document as on the page that is made from it: half of a sentence helps nobody. */
export function getDocsTranslator(): RichTranslator {
  english ??= withRich(translatorFor(SOURCE_LANGUAGE));
  return english;
}
