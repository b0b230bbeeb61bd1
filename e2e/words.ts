import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { loadCatalogue, SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import type { MessageKey, TextArguments } from "#messages/message.ts";
import { isKeptPath } from "#messages/page-path.ts";
import { translatorFor } from "#messages/translator.ts";

/** What a spec asks a page for: it is written in English, and read in the language of the test that runs. */
let spoken: string = SOURCE_LANGUAGE;

/** Told before each test opens its first page. */
export function speak(language: string): void {
  if (!loadCatalogue().has(language)) throw new Error(`There is no folder messages/${language}.`);
  spoken = language;
}

const BROWSER_LOCALES: Record<string, string> = { en: "en-GB", de: "de-CH" };
export const getLocale = (language: string): string => BROWSER_LOCALES[language] ?? language;

/** A locator's text: in English itself, else whatever the messages with this English say. Where none has it, a part of one may. */
export function words(english: string): string | RegExp {
  return isPlainEnglish(english) ? checked(english) : new RegExp(patternOf(english), "i");
}

/** The same where it is all that stands there. A pattern in English, too: a text given to a locator is found in longer ones. */
export function wordsOnly(english: string): RegExp {
  const found = isPlainEnglish(english) ? escapeText(checked(english)) : patternOf(english);
  return new RegExp(String.raw`^\s*(?:${found})\s*$`);
}

/** The same where a text begins with it. */
export function wordsFirst(english: string): RegExp {
  const found = isPlainEnglish(english) ? escapeText(checked(english)) : patternOf(english);
  return new RegExp(String.raw`^\s*(?:${found})`);
}

/** One message, by its key, as it stands there to the letter. */
export function says<Key extends MessageKey>(key: Key, ...values: TextArguments<Key>): string {
  return translatorFor(spoken)(key, ...values);
}

/** What the demo school itself says otherwise in another language: the titles of its courses. */
export const pick = <Said>(said: { en: Said } & Record<string, Said>): Said => said[spoken] ?? said.en;

/** A page's address in the language of the test. Pages that are kept for everyone look at nothing but their address. */
export function addressOf(path: string): string {
  const isPrefixed = spoken !== SOURCE_LANGUAGE && isKeptPath(path.split(/[?#]/, 1)[0] ?? path);
  return isPrefixed ? `/${spoken}${path === "/" ? "" : path}` : path;
}

/** A message's own text may have gaps (`Pay {price}`): that is a pattern in English, too. */
const isPlainEnglish = (english: string) => spoken === SOURCE_LANGUAGE && !english.includes("{");

const checked = (english: string) => (keysOf(english), english);

function patternOf(english: string): string {
  const texts = loadCatalogue().get(spoken);
  const patterns = keysOf(english).map((key) => patternOfMessage(texts?.get(key) ?? ""));
  return [...new Set(patterns)].map((pattern) => `(?:${pattern})`).join("|");
}

function keysOf(english: string): string[] {
  const all = [...(loadCatalogue().get(SOURCE_LANGUAGE) ?? [])];
  const equal = all.filter(([, text]) => text === english);
  const found = equal.length > 0 ? equal : all.filter(([, text]) => text.includes(english));
  if (found.length === 0) throw new Error(`No message says “${english}”: a page cannot either.`);
  return found.map(([key]) => key);
}

const patternOfMessage = (text: string) => patternOfParts(parse(text, { shouldParseSkeletons: false }));

/** Gaps hold anything; of what is counted or chosen, any of its ways; marks and links are what stands in them. */
function patternOfParts(parts: MessageFormatElement[]): string {
  return parts
    .map((part) => {
      if (part.type === TYPE.literal) return escapeText(part.value);
      if (part.type === TYPE.tag) return patternOfParts(part.children);
      if (part.type !== TYPE.plural && part.type !== TYPE.select) return "[^]+";
      const ways = Object.values(part.options).map(({ value }) => patternOfParts(value));
      return `(?:${ways.join("|")})`;
    })
    .join("");
}

const escapeText = (text: string) =>
  text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);
