import { getTranslator } from "#components/messages/get-translator.ts";

/**
 * The attributes of an element that shows what the school has written: screen readers, hyphenation and browsers' translators need
 * to know where a text is in another language than its page. It runs as its letters do.
 */
export function writtenIn(language: string): { dir: "auto"; lang?: string } {
  return language === getTranslator().language ? { dir: "auto" } : { dir: "auto", lang: language };
}
