import { z } from "zod";
import { issue } from "#messages/message.ts";
import { isAscii } from "./fold-letters.ts";

/** Marks over and under one letter: more than any language of Europe or Vietnam sets, far fewer than climb over the next line. */
const MARKS_MAX = 4;
const TOO_MANY_MARKS = new RegExp(
  `([\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff]{${MARKS_MAX}})[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff]+`,
  "g",
);

/** Flags of regions (🏴 and letters that cannot be seen), and everything that joins two signs to one where it does so. */
const JOINED = [
  /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,6}\u{e007f}/u,
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u20e3])\u200d(?=\p{Extended_Pictographic})/u,
  /(?<=[\p{L}\p{M}])(?<![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Inherited}])[\u200c\u200d](?=[\p{L}\p{M}])/u,
];
/** Format and private characters, halves of pairs, numbers that are no character yet, and fillers that pass for letters. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\u034f\u3164\uffa0]/u;

const KEPT_OR_UNSEEN = new RegExp(`(${JOINED.map(({ source }) => source).join("|")})|${UNSEEN.source}`, "gu");

function withoutUnseen(text: string): string {
  return text.normalize("NFC").replace(KEPT_OR_UNSEEN, (_, kept: string | undefined) => kept ?? "");
}

/**
 * A text of one line as people mean it: a name, a title, a subject. What breaks a line or is any kind of blank becomes one
 * space; what cannot be seen, or turns the direction in which the rest of a page is read, is taken out; what joins letters of
 * Persian or Hindi, or emoji, stays. Letters are in Unicode's NFC, so that the same name is the same bytes.
 */
export function cleanLine(text: string): string {
  if (isAscii(text)) return text.replace(/[\x00-\x20\x7f]+/g, " ").trim();
  return withoutUnseen(text.replace(/[\p{Cc}\s]+/gu, " "))
    .replace(TOO_MANY_MARKS, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** A text of several lines: its lines and blanks stay, what breaks storage or cannot be typed goes. */
function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(/[^\P{Cc}\n\t]|\ufeff/gu, "")
    .normalize("NFC")
    .trim();
}

/** Whether anything of a text can be seen: it has more than blanks, marks without a letter, and signs without a shape. */
export function isVisible(text: string): boolean {
  return /[^\p{C}\p{Z}\p{M}\s\u2800\u115f\u1160\u3164\uffa0]/u.test(text);
}

/** Length as the databases and JSON Schema count it: in characters of Unicode. */
export const countCharacters = (text: string): number => [...text].length;

const isAtMost = (charactersMax: number) => (text: string) =>
  text.length <= charactersMax || (text.length <= charactersMax * 2 && countCharacters(text) <= charactersMax);

/** Every short text that comes in, by a form, the API or a file, passes through this. An empty one is `""`. */
export function createLineInput(
  charactersMax: number,
  tooLong: string = issue("fields.characters_max", { count: charactersMax }),
) {
  return z
    .string()
    .overwrite((typed) => (isVisible(typed) ? cleanLine(typed) : ""))
    .refine(isAtMost(charactersMax), tooLong)
    .meta({ maxLength: charactersMax });
}

/** Every long text that comes in. */
export function createTextInput(
  charactersMax: number,
  tooLong: string | { error: () => string } = issue("fields.characters_max", { count: charactersMax }),
) {
  return z.string().overwrite(cleanText).refine(isAtMost(charactersMax), tooLong).meta({ maxLength: charactersMax });
}
