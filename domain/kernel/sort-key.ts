import { toAsciiDigits, foldLetters } from "./fold-letters.ts";

/**
 * How many characters count, of the letters and of what tells equal ones apart. Bounded, because the key stands in an index
 * and PostgreSQL takes at most 2,704 bytes there; a character has at most four.
 */
const LETTERS_MAX = 120;
const DETAILS_MAX = 60;
/** How much of a text is looked at for them. */
const TEXT_MAX = 1_000;

/** Below every character of a text, so that "Ana" comes before "Anabel" whatever its details are. */
const END = "\u0001";
/** Above every character of a text: a letter that follows all words with the letter before it. */
const AFTER = "\u{10fffd}";

/** Cyrillic letters whose place in the alphabet is not their place in Unicode. */
const CYRILLIC: Record<string, string> = {
  ...{
    ґ: `г${AFTER}`,
    ѓ: `г${AFTER}`,
    ђ: `д${AFTER}`,
    є: `е${AFTER}`,
    ѕ: `з${AFTER}`,
    і: `и${AFTER}`,
    ї: `и${AFTER}${AFTER}`,
  },
  ...{ ј: `й${AFTER}`, ќ: `к${AFTER}`, љ: `л${AFTER}`, њ: `н${AFTER}`, ћ: `т${AFTER}`, ў: `у${AFTER}`, џ: `ч${AFTER}` },
};

/**
 * What a text is sorted by, compared as bytes of UTF-8: the order of a class list, the same on both engines and on every
 * machine. Case, accents, width and apostrophes do not count at first (Ä stands with A, é with e), a hyphen is a space,
 * digits of every script are digits; Latin comes before Greek and Cyrillic. Between equal letters the accents decide, and
 * whoever sorts adds the id after it. After the root collation of Unicode's UTS 10, of which it keeps what names and titles
 * need: a whole one would change with each release of the runtime's own.
 */
export function toSortKey(text: string): string {
  const letters = toAsciiDigits(foldLetters(text.slice(0, TEXT_MAX)))
    .replace(/[\p{Pd}\u2212]/gu, " ")
    .replace(/(?<=\p{L})[\p{Pi}\p{Pf}'`\u02b9-\u02c1\u2032]+|^[\p{Ps}\p{Pi}\p{Pf}"'`\u201e\u201a¿¡]+/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .replace(/[ґѓђєѕіїјќљњћўџ]/g, (letter) => CYRILLIC[letter] ?? letter);
  const details = text
    .slice(0, TEXT_MAX)
    .toWellFormed()
    .normalize("NFC")
    .toLowerCase()
    .replace(/\p{Cc}/gu, "");
  return `${first(letters, LETTERS_MAX)}${END}${first(details, DETAILS_MAX)}`;
}

/** As the databases compare two keys: by code points, which JavaScript's own comparison of UTF-16 is not. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The order of a class list, for what is sorted in memory. */
export function compareTexts(a: string, b: string): number {
  return compareKeys(toSortKey(a), toSortKey(b));
}

function first(text: string, charactersMax: number): string {
  return [...text.slice(0, charactersMax * 2)].slice(0, charactersMax).join("");
}
