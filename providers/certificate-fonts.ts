import { readFileSync } from "node:fs";
import path from "node:path";
import { FONT_PARTS, type FontPart } from "#domain/certificates/printable-letters.ts";

import { unpackWoff } from "./unpack-woff.ts";

/*
 * Noto Serif (SIL Open Font License 1.1) in the parts in which its package comes. It has Latin, Greek and Cyrillic letters whole,
 * with their rare ones; the letters of the office's own typeface end where many a name begins.
 */
const FOLDER = path.join(process.cwd(), "node_modules/@fontsource/noto-serif/files");

export const WEIGHTS = [400, 600] as const;
export type Weight = (typeof WEIGHTS)[number];

/** What a part in a weight is called within a document. */
export const nameFont = (part: FontPart, weight: Weight): string => `${part}-${weight}`;

const loaded = new Map<string, Buffer>();

/** Read once a process: some 20 files of 10 to 60 kB. */
export function loadFont(part: FontPart, weight: Weight): Buffer {
  const name = nameFont(part, weight);
  let bytes = loaded.get(name);
  if (!bytes) {
    bytes = unpackWoff(readFileSync(path.join(FOLDER, `noto-serif-${part}-${weight}-normal.woff`)));
    loaded.set(name, bytes);
  }
  return bytes;
}

export const listFonts = (): { part: FontPart; weight: Weight }[] =>
  FONT_PARTS.flatMap((part) => WEIGHTS.map((weight) => ({ part, weight })));
