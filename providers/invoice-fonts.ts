import { readFileSync } from "node:fs";
import path from "node:path";
import { FONT_PARTS, type FontPart } from "#domain/certificates/printable-letters.ts";
import { loadFont as loadSerif, type Weight } from "./certificate-fonts.ts";
import { unpackWoff } from "./unpack-woff.ts";

/*
 * Names of buyers come in every script. Beside the letters of certificates: Noto Naskh Arabic, and BIZ UDPMincho for Japanese, whose
 * package comes in some 120 files by what is often used together (both SIL Open Font License 1.1).
 */
const FOLDER = path.join(process.cwd(), "node_modules/@fontsource");
const MINCHO = "biz-udpmincho";
const NASKH = "noto-naskh-arabic";

/** A file of a font: a part of Noto Serif, the Arabic one, or one of the Japanese by its number. */
export type InvoiceFont = FontPart | "arabic" | `japanese-${string}`;

type Range = readonly [first: number, last: number];

function readRanges(text: string): Range[] {
  return text.split(",").map((range) => {
    const [first = 0, last = first] = range
      .trim()
      .replace(/^U\+/, "")
      .split("-")
      .map((letter) => Number.parseInt(letter, 16));
    return [first, last];
  });
}

let japanese: { font: InvoiceFont; ranges: Range[] }[] | undefined;

function listJapanese() {
  if (japanese) return japanese;
  const parts = JSON.parse(readFileSync(path.join(FOLDER, MINCHO, "unicode.json"), "utf8")) as Record<string, string>;
  japanese = Object.entries(parts)
    .filter(([part]) => /^\[\d+\]$/.test(part))
    .map(([part, ranges]) => ({ font: `japanese-${part.slice(1, -1)}` as const, ranges: readRanges(ranges) }));
  return japanese;
}

const ARABIC: readonly Range[] = [
  [0x600, 0x6ff],
  [0x750, 0x77f],
  [0x8a0, 0x8ff],
  [0xfb50, 0xfdff],
  [0xfe70, 0xfefc],
];

const holds = (ranges: readonly Range[], letter: string): boolean => {
  const code = letter.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => code >= first && code <= last);
};

/** Which file beyond Noto Serif prints a letter; undefined where none does. Read once a process, when a name first asks for it. */
export function findFurtherFont(letter: string): InvoiceFont | undefined {
  if (holds(ARABIC, letter)) return "arabic";
  return listJapanese().find(({ ranges }) => holds(ranges, letter))?.font;
}

export const nameInvoiceFont = (font: InvoiceFont, weight: Weight): string => `${font}-${weight}`;

const loaded = new Map<string, Buffer>();

export function loadInvoiceFont(font: InvoiceFont, weight: Weight): Buffer {
  if ((FONT_PARTS as string[]).includes(font)) return loadSerif(font as FontPart, weight);
  const name = nameInvoiceFont(font, weight);
  let bytes = loaded.get(name);
  if (!bytes) {
    const file =
      font === "arabic"
        ? `${NASKH}/files/${NASKH}-arabic-${weight}-normal.woff`
        : `${MINCHO}/files/${MINCHO}-${font.replace("japanese-", "")}-${weight === 400 ? 400 : 700}-normal.woff`;
    bytes = unpackWoff(readFileSync(path.join(FOLDER, file)));
    loaded.set(name, bytes);
  }
  return bytes;
}
