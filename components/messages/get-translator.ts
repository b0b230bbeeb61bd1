import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { translatorFor } from "#messages/translator.ts";
import { type RichTranslator, withRich } from "./with-rich.ts";

let translator: RichTranslator | undefined;

/** The messages of a component that runs on the server: it reads the catalogue, so a browser's bundle cannot hold it. */
export function getTranslator(): RichTranslator {
  translator ??= withRich(translatorFor(SOURCE_LANGUAGE));
  return translator;
}
