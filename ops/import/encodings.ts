/** Encodings that a page offers when it cannot tell how a file is written, by their names in the WHATWG Encoding Standard. */
export const ENCODINGS = [
  "utf-8",
  "windows-1252",
  "utf-16le",
  "iso-8859-15",
  "macintosh",
  "windows-1250",
  "windows-1251",
] as const;
