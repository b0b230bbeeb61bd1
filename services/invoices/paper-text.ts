import bidiFactory from "bidi-js";
import type PDFDocument from "pdfkit";
import { splitByFont } from "#domain/certificates/printable-letters.ts";
import { findFurtherFont, type InvoiceFont, loadInvoiceFont, nameInvoiceFont } from "#providers/invoice-fonts.ts";
import type { Weight } from "#providers/certificate-fonts.ts";

export type Paper = InstanceType<typeof PDFDocument>;

/** Points. */
export type Line = { text: string; size: number; weight?: Weight; color?: string };

type Run = { font: InvoiceFont; text: string };

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Stands for a letter that no font has. An invoice is issued all the same. */
const MISSING = "?";
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** What each font prints of a text, in the order in which it is read aloud. */
function splitRuns(text: string): Run[] {
  const { runs: plain, unprintable } = splitByFont(text);
  if (unprintable.length === 0) return plain.map(({ part, text: own }) => ({ font: part, text: own }));
  const runs: Run[] = [];
  for (const { segment } of graphemes.segment(text.normalize("NFC"))) {
    for (const run of splitGrapheme(segment, runs.at(-1)?.font)) {
      const last = runs.at(-1);
      if (last?.font === run.font) last.text += run.text;
      else runs.push(run);
    }
  }
  return runs;
}

function splitGrapheme(segment: string, before: InvoiceFont | undefined): Run[] {
  const { runs, unprintable } = splitByFont(segment);
  if (unprintable.length === 0) return runs.map(({ part, text }) => ({ font: part, text }));
  // A sign that cannot be seen, or a picture, says nothing that its words do not.
  if (/^[\p{C}\p{Z}\p{Extended_Pictographic}\p{Regional_Indicator}\ufe0f]+$/u.test(segment)) return [];
  const fonts = [...segment].map((letter) => (/\p{M}/u.test(letter) && before) || findFurtherFont(letter));
  const [font] = fonts;
  return font && fonts.every((each) => each === font || each === before)
    ? [{ font, text: segment }]
    : [{ font: "latin", text: MISSING }];
}

/** The same in the order in which it is printed from left to right: Arabic stands from right to left, and numbers in it do not. */
function orderRuns(text: string): Run[] {
  if (!RIGHT_TO_LEFT.test(text)) return splitRuns(text);
  const { levels } = bidi.getEmbeddingLevels(text, "ltr");
  const stretches: { level: number; text: string }[] = [];
  let at = 0;
  for (const letter of text) {
    const level = levels[at] ?? 0;
    at += letter.length;
    const last = stretches.at(-1);
    if (last?.level === level) last.text += letter;
    else stretches.push({ level, text: letter });
  }
  return orderByLevels(stretches).flatMap(({ level, text: own }) => {
    if (level % 2 === 0) return splitRuns(own);
    // Each word is shaped by itself from right to left; the first of them stands at the right.
    const words = own.split(/(\s+)/).filter((word) => word !== "");
    return words.toReversed().flatMap((word) => splitRuns(mirror(word)).reverse());
  });
}

const MIRRORED: Record<string, string> = {
  "(": ")",
  ")": "(",
  "[": "]",
  "]": "[",
  "«": "»",
  "»": "«",
  "<": ">",
  ">": "<",
};
const mirror = (text: string) => text.replace(/[()[\]«»<>]/g, (sign) => MIRRORED[sign] ?? sign);

/** Rule L2 of the bidirectional algorithm, by whole stretches: from the highest level down, what lies at it or above is turned round. */
function orderByLevels<Stretch extends { level: number }>(stretches: readonly Stretch[]): Stretch[] {
  const ordered = [...stretches];
  const highest = Math.max(0, ...ordered.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let first = 0; first < ordered.length; first += 1) {
      let end = first;
      while (end < ordered.length && (ordered[end] as Stretch).level >= level) end += 1;
      if (end - first > 1) ordered.splice(first, end - first, ...ordered.slice(first, end).reverse());
      first = Math.max(first, end);
    }
  }
  return ordered;
}

/** A document opens a font when something is printed with it for the first time. */
const registered = new WeakMap<Paper, Set<string>>();

function use(paper: Paper, font: InvoiceFont, weight: Weight, size: number): Paper {
  const name = nameInvoiceFont(font, weight);
  const known = registered.get(paper) ?? new Set();
  if (!known.has(name)) paper.registerFont(name, loadInvoiceFont(font, weight));
  registered.set(paper, known.add(name));
  return paper.font(name, size);
}

function measure(paper: Paper, { text, size, weight = 400 }: Line): number {
  return splitRuns(text).reduce((sum, run) => sum + use(paper, run.font, weight, size).widthOfString(run.text), 0);
}

/** A line may end at blanks and hyphens, and between the letters of scripts that have none. */
const splitWords = (text: string) => text.split(/(?<=[\s/]|(?<!\d)-|[\u3000-\u9fff])/u);

/** A text in as many lines as it needs; a word that is wider than the line is cut. Its own line breaks stay. */
export function wrap(paper: Paper, line: Line, width: number): Line[] {
  return line.text.split("\n").flatMap((part) => wrapOne(paper, { ...line, text: part }, width));
}

function wrapOne(paper: Paper, line: Line, width: number): Line[] {
  const lines: string[] = [];
  let current = "";
  let currentWidth = 0;
  const widthOf = (text: string) => measure(paper, { ...line, text });
  for (const word of splitWords(line.text)) {
    const wide = widthOf(word);
    if (currentWidth + widthOf(word.trimEnd()) <= width) {
      current += word;
      currentWidth += wide;
      continue;
    }
    if (current !== "") lines.push(current.trimEnd());
    [current, currentWidth] = ["", 0];
    if (wide <= width) {
      [current, currentWidth] = [word, wide];
      continue;
    }
    for (const { segment } of graphemes.segment(word)) {
      const more = widthOf(segment);
      if (currentWidth + more > width && current !== "") {
        lines.push(current);
        [current, currentWidth] = ["", 0];
      }
      current += segment;
      currentWidth += more;
    }
  }
  lines.push(current.trimEnd());
  return lines.filter((text) => text !== "").map((text) => ({ ...line, text }));
}

const INK = "#1c1b19";

/** Draws one line, font by font. `y` is where the line begins at its top; `right` is where it ends instead of where it begins. */
export function draw(paper: Paper, line: Line, at: { left: number; y: number } | { right: number; y: number }): void {
  const { text, size, weight = 400, color = INK } = line;
  let left = "left" in at ? at.left : at.right - measure(paper, line);
  for (const run of orderRuns(text)) {
    use(paper, run.font, weight, size).fillColor(color);
    paper.text(run.text, left, at.y, { lineBreak: false });
    left += paper.widthOfString(run.text);
  }
}
