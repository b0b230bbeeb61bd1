import type PDFDocument from "pdfkit";
import { type PrintableRun, splitByFont } from "#domain/certificates/printable-letters.ts";
import { listFonts, loadFont, nameFont, type Weight } from "#providers/certificate-fonts.ts";

export type Paper = InstanceType<typeof PDFDocument>;

/** Points. */
export type Line = { text: string; size: number; weight?: Weight; color?: string };

export function registerFonts(paper: Paper): void {
  for (const { part, weight } of listFonts()) paper.registerFont(nameFont(part, weight), loadFont(part, weight));
}

/** What each part of the font prints of a text. Throws when a letter is in none: a certificate says what it says, or is not made. */
function toRuns(text: string): PrintableRun[] {
  const { runs, unprintable } = splitByFont(text);
  if (unprintable.length > 0) throw new Error(`no letters for ${unprintable.join(" ")}`);
  return runs;
}

/** Words after which a line may end: at blanks and hyphens, and within an address at its slashes. */
const words = (text: string) => text.split(/(?<=[\s/]|(?<!\d)-)/);

function measure(paper: Paper, { text, size, weight = 400 }: Line): number {
  return toRuns(text).reduce(
    (sum, run) => sum + paper.font(nameFont(run.part, weight), size).widthOfString(run.text),
    0,
  );
}

/** A text in as many lines as it needs; a word that is wider than the line is cut. */
export function wrap(paper: Paper, line: Line, width: number): Line[] {
  const lines: string[] = [];
  let current = "";
  const fits = (text: string) => measure(paper, { ...line, text: text.trimEnd() }) <= width;
  for (const word of words(line.text)) {
    if (fits(current + word)) {
      current += word;
      continue;
    }
    if (current !== "") lines.push(current.trimEnd());
    current = "";
    for (const letter of word) {
      if (!fits(current + letter)) {
        lines.push(current);
        current = "";
      }
      current += letter;
    }
  }
  lines.push(current.trimEnd());
  return lines.filter((text) => text !== "").map((text) => ({ ...line, text }));
}

/** The largest size, down to `smallest`, at which a text needs no more than `linesMax` lines, and those lines. */
export function fit(paper: Paper, line: Line, box: { width: number; linesMax: number; smallest: number }): Line[] {
  for (let size = line.size; size > box.smallest; size -= 1) {
    const lines = wrap(paper, { ...line, size }, box.width);
    if (lines.length <= box.linesMax) return lines;
  }
  return wrap(paper, { ...line, size: box.smallest }, box.width);
}

/** Draws one line, part by part of the font. `y` is where the line begins at its top. */
export function draw(paper: Paper, { text, size, weight = 400, color = "#1c1b19" }: Line, x: number, y: number): void {
  let left = x;
  for (const run of toRuns(text)) {
    paper.font(nameFont(run.part, weight), size).fillColor(color);
    paper.text(run.text, left, y, { lineBreak: false });
    left += paper.widthOfString(run.text);
  }
}
