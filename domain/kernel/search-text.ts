import { toAsciiDigits, foldLetters, isAscii } from "./fold-letters.ts";

/** How much of a text is looked at: more than any text that is searched may have, so that no search is dear. */
const CHARACTERS_MAX = 120_000;
const WORDS_MAX = 8;

/**
 * The one form in which texts are searched, everywhere and on both engines: what is stored for searching and what somebody
 * types both pass through it, and are then compared letter by letter. Case, width, invisible characters, typographic variants
 * and optional marks do not count; what is a letter of its own in its script does (see fold-letters.ts). Doing it twice
 * changes nothing.
 */
export function toSearchText(text: string): string {
  const letters = toAsciiDigits(foldLetters(text.slice(0, CHARACTERS_MAX)));
  const plain = isAscii(letters)
    ? letters.replace(/["'`]+/g, "'")
    : letters.replace(/[\p{Pd}\u2212\u02d7]/gu, "-").replace(QUOTES, "'");
  return plain
    .replace(/'(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}\p{M}])'/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/**
 * What is stored of a text to be searched: its one form, and beside it how its letters are spelled where a keyboard has no
 * dots, so that "Mueller" and "Soeren" find Müller and Søren too.
 */
export function toStoredSearchText(...texts: string[]): string {
  const plain = texts.join(" ").normalize("NFC");
  const spelled = plain.replace(/[äöüøåÄÖÜØÅ]/g, (letter) => SPELLED[letter.toLowerCase()] as string);
  return toSearchText(spelled === plain ? plain : `${plain} ${spelled}`);
}

const SPELLED: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/** Apostrophes, quotation marks, primes and what keyboards have for them: at a word they say nothing about which word it is. */
const QUOTES =
  /[\p{Pi}\p{Pf}"'`\u00b4\u02b9-\u02c1\u02c8\u02ca\u02cb\u02ee\u055a\u05f3\u05f4\u201a\u201e\u2032-\u2037\u275b-\u275e\u300c-\u300f\u301d-\u301f\ua78b\ua78c]+/gu;

/**
 * The words of a search, each to be found somewhere, in any order. A hyphen parts words, so that "Anna-Lena", "Anna Lena" and
 * "Annalena" all find each other, and what a list puts around a word is none of it: a statement says "AMMANN, URS". Bounded, because
 * each costs a look.
 */
export function splitSearchWords(query: string): string[] {
  const words = toSearchText(query.slice(0, 1_000))
    .split(" ")
    .flatMap((word) => (/[\p{L}\p{N}]/u.test(word) ? word.replace(AROUND, "").split("-") : [word]));
  return [...new Set(words.filter(Boolean))].slice(0, WORDS_MAX);
}

const AROUND = /^[,;:.()]+|[,;:.()]+$/g;

/** A text as the pattern of a LIKE, with `\` as the escape character. */
export function escapeLike(word: string): string {
  return `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
