/**
 * One letter for what readers of a script take for the same letter. The order of the steps matters: what joins or hides is
 * taken out first, then letters come apart from their marks (Unicode's NFKD, which also undoes width and ligatures), then the
 * marks that are optional in their script go, then case, and what is left is put together again.
 *
 * Which marks are optional: accents over Latin and Greek; stress and the dots of ё in Cyrillic, where й, ї and ў are letters
 * of their own; vowel points in Hebrew and Arabic. Everywhere else a mark is a letter: the voicing of Japanese kana, vowel
 * signs of Hindi, Thai and Khmer. It follows Unicode's CaseFolding.txt (full, C + F), and Lucene's ArabicNormalizer for Arabic.
 */
export function foldLetters(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const apart = text
    .toWellFormed()
    .replace(/\p{Default_Ignorable_Code_Point}+|\p{Cf}+/gu, "")
    .replace(/[\u00b4\u0384\u1fbd\u1fbf\u1fc0\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fef\u1ffd\u1ffe]/g, "'")
    .normalize("NFKD")
    .slice(0, CHARACTERS_MAX)
    .replace(CYRILLIC_LETTERS, (letter) => letter.normalize("NFC"))
    .replace(/[\u0627]\p{M}*/gu, "\u0627")
    .replace(OPTIONAL_MARKS, "");
  return foldCase(apart)
    .replace(LETTERS, (letter) => LETTER_IS[letter] ?? letter)
    .normalize("NFC")
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** Most texts are, and need nothing of all this. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** One character may come apart into eighteen; no text that is searched needs as many as this. */
const CHARACTERS_MAX = 150_000;

/** Letters of their own, though Unicode writes them as a letter with a mark. */
const CYRILLIC_LETTERS = /[иИуУ]\u0306|[іІ]\u0308|[гГкК]\u0301/g;

/** Combining accents of the European scripts; Cyrillic titla; points of Hebrew; vowel and Quranic signs of Arabic. */
const OPTIONAL_MARKS =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

/** Upper case once and back undoes what lower case alone leaves: ß and ẞ, the final sigma, ﬅ, dotless ı. */
function foldCase(text: string): string {
  return text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ς", "σ")
    .replaceAll("\u0307", "");
}

/** Letters that Unicode does not take apart, and the ones that keyboards of one script write in two ways. */
const LETTER_IS: Record<string, string> = {
  ...{
    æ: "ae",
    œ: "oe",
    ø: "o",
    ł: "l",
    đ: "d",
    ð: "d",
    ħ: "h",
    ŧ: "t",
    þ: "th",
    ŋ: "n",
    ĸ: "k",
    ƒ: "f",
    ƶ: "z",
    ɫ: "l",
  },
  ...{
    ı: "i",
    ȷ: "j",
    ɨ: "i",
    ʉ: "u",
    ɵ: "o",
    ə: "e",
    ǝ: "e",
    ɓ: "b",
    ɖ: "d",
    ɗ: "d",
    ɛ: "e",
    ɔ: "o",
    ɣ: "g",
    ƙ: "k",
    ƴ: "y",
  },
  ...{ ٱ: "ا", ى: "ي", ی: "ي", ے: "ي", ک: "ك", ة: "ه", ہ: "ه", ھ: "ه", ە: "ه", ـ: "", "〜": "~", "⁄": "/" },
};
const LETTERS = new RegExp(`[${Object.keys(LETTER_IS).join("")}]`, "g");

/** Digits of every script as the ASCII ones. Unicode keeps each script's digits in a run of ten, zero first. */
export function toAsciiDigits(text: string): string {
  if (isAscii(text)) return text;
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) as number)));
}

function digitValue(point: number): number {
  let first = point;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (point - first) % 10;
}
