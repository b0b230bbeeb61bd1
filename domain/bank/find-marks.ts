import { compactCode, computeModulo97 } from "../kernel/modulo97.ts";
import type { StatementLine } from "./statement.ts";

/** What stands in a line that may say what it pays. */
export type Marks = {
  /** Whole creditor references whose check digits fit: `RF` and 13 more characters. */
  references: string[];
  /** What looks like one and is not right, without `RF` and its check digits. */
  mistyped: string[];
  /** Words that may be the code of an order. */
  codes: string[];
  /** Words that may be the number of an invoice, without blanks. */
  numbers: string[];
};

export type Told = Pick<StatementLine, "reference" | "endToEndId" | "text">;

const OWN_CHARACTERS = 11;
const CODE_CHARACTERS = 7;
/** Where a text is longer, what it pays stands before this. */
const TEXT_MAX = 2000;

/** What people and scanners write for the letters and digits that no code has. */
const LOOKALIKES: Record<string, string> = { O: "Q", "0": "Q", I: "L", "1": "L" };
export const toCode = (text: string) => text.replace(/[O0I1]/g, (character) => LOOKALIKES[character] ?? character);

/** The reference of an order's transfer: `RF`, two check digits, the order's code and four characters more (ISO 11649). */
const isRight = (digits: string, own: string) => computeModulo97(`${own}RF${digits}`) === 1;

/** Looks for references, codes and numbers, however they are spaced and whatever stands round them. */
export function findMarks({ reference, endToEndId, text }: Told): Marks {
  const references = new Set<string>();
  const mistyped = new Set<string>();
  const whole = [reference, endToEndId, text.slice(0, TEXT_MAX)].map(compactCode);
  for (const compact of whole) {
    // References may overlap with what stands before them, so each beginning is tried.
    for (let at = compact.indexOf("RF"); at >= 0; at = compact.indexOf("RF", at + 1)) {
      const [digits, own] = [compact.slice(at + 2, at + 4), compact.slice(at + 4, at + 4 + OWN_CHARACTERS)];
      if (/^\d\d$/.test(digits) && own.length === OWN_CHARACTERS && isRight(digits, own))
        references.add(`RF${digits}${own}`);
      else if (/^[\dOIL]/.test(digits)) {
        for (const length of [OWN_CHARACTERS - 1, OWN_CHARACTERS, OWN_CHARACTERS + 1]) {
          const one = compact.slice(at + 4, at + 4 + length);
          if (one.length === length) mistyped.add(one);
        }
      }
    }
  }
  const words = listWords(`${reference} ${endToEndId} ${text.slice(0, TEXT_MAX)}`);
  for (const word of words) if (Math.abs(word.length - OWN_CHARACTERS) <= 1 && /[A-Z]/.test(word)) mistyped.add(word);
  return {
    references: [...references],
    mistyped: [...mistyped],
    codes: [...new Set(words.filter((word) => Math.abs(word.length - CODE_CHARACTERS) <= 1))],
    numbers: [...new Set(listNumbers(text.slice(0, TEXT_MAX), reference, endToEndId))],
  };
}

/** Each word, and each two that stand side by side: codes are read aloud, and typed with a gap. */
function listWords(text: string): string[] {
  const words = text
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  return words.flatMap((word, at) => [word, `${word}${words[at + 1] ?? ""}`]);
}

/** What has a digit: whole between blanks, and with what stands before and behind it. */
function listNumbers(...texts: string[]): string[] {
  return texts.flatMap((text) => {
    const words = text
      .toUpperCase()
      .split(/[\s,;:()]+/)
      .filter(Boolean);
    return words
      .flatMap((word, at) => [word, `${word}${words[at + 1] ?? ""}`])
      .filter((each) => /\d/.test(each) && each.length <= 40)
      .map(compactCode);
  });
}
