/**
 * The letters that certificates can be printed with, by the parts in which the font comes, as ranges of hexadecimal numbers. They are
 * those of the font's own tables; services/certificates/render-certificate.test.ts compares the two.
 */
/* eslint-disable matricula/no-literal-text -- Numbers of letters, which nobody reads. */
const RANGES = {
  latin:
    "20-7e a0-ac ae-ff 131 152-153 2bb-2bc 2c6 2da 2dc 300-301 303-304 308-309 323 329 2013-2014 2018-201a 201c-201e 2022 2026 2032-2033 2039-203a 20ac 2122 2212",
  "latin-ext":
    "20 a0 100-130 132-151 154-2ba 2bc-2c5 2c7-2cc 2ce-2d7 2dd-301 303-304 308-309 323 329 1d00-1dbf 1e00-1e9f 1ef2-1eff 2020 20a0-20ab 20ad-20c0 2113 2c60-2c7f a720-a7ca a7d0-a7d1 a7d3 a7d5-a7d9 a7f2-a7ff",
  vietnamese: "20 a0 102-103 110-111 128-129 168-169 1a0-1a1 1af-1b0 300-301 303-304 308-309 323 329 1ea0-1ef9 20ab",
  greek: "20 a0 370-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-3ff",
  "greek-ext":
    "20 a0 1f00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe",
  cyrillic: "20 a0 301 400-45f 490-491 4b0-4b1 2116",
  "cyrillic-ext": "20 a0 460-48f 492-4af 4b2-52f 1c80-1c88 20b4 2de0-2dff a640-a69f fe2e-fe2f",
} as const;
/* eslint-enable matricula/no-literal-text */

/** A part of the font: a file of its own. */
export type FontPart = keyof typeof RANGES;
export const FONT_PARTS = Object.keys(RANGES) as FontPart[];

/** First and last letter of each range. */
export const LETTER_RANGES = Object.fromEntries(
  FONT_PARTS.map((part) => [
    part,
    RANGES[part].split(" ").map((range) => {
      const [first = 0, last = first] = range.split("-").map((letter) => Number.parseInt(letter, 16));
      return [first, last] as const;
    }),
  ]),
) as unknown as Record<FontPart, readonly (readonly [number, number])[]>;

const has = (part: FontPart, letter: string): boolean => {
  const code = letter.codePointAt(0) ?? 0;
  return LETTER_RANGES[part].some(([first, last]) => code >= first && code <= last);
};

/** What is printed with one part of the font, one after the other from left to right. */
export type PrintableRun = { part: FontPart; text: string };

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Marks on one letter, beside those that are a part of it: more climb over the line above. */
const MARKS_MAX = 2;

/** The part that has a letter with all its marks: marks find their places only within one. */
const findPart = (grapheme: string, before: FontPart | undefined): FontPart | undefined => {
  if ([...grapheme].length > 1 + MARKS_MAX) return undefined;
  const fits = (part: FontPart) => [...grapheme].every((letter) => has(part, letter));
  return before !== undefined && fits(before) ? before : FONT_PARTS.find(fits);
};

/**
 * Splits a text into what each part of the font prints. `unprintable` are the letters, with their marks, that none of them has: those of
 * scripts that are written from right to left or joined, of Chinese, Japanese and Korean, emoji, and everything that cannot be seen.
 */
export function splitByFont(text: string): { runs: PrintableRun[]; unprintable: string[] } {
  const runs: PrintableRun[] = [];
  const unprintable = new Set<string>();
  for (const { segment } of graphemes.segment(text.normalize("NFC"))) {
    const last = runs.at(-1);
    const part = findPart(segment, last?.part);
    if (part === undefined) unprintable.add(segment);
    else if (last?.part === part) last.text += segment;
    else runs.push({ part, text: segment });
  }
  return { runs, unprintable: [...unprintable] };
}

/** The letters of a text that cannot be printed on a certificate; empty when all can. */
export const listUnprintable = (text: string): string[] => splitByFont(text).unprintable;

/** A title without the emoji that stand in it: they say nothing that its words do not. */
export function removePictographs(title: string): string {
  const kept = [...graphemes.segment(title)].filter(
    ({ segment }) =>
      listUnprintable(segment).length === 0 || !/[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(segment),
  );
  return kept
    .map(({ segment }) => segment)
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}
