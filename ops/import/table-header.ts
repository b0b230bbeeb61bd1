import Papa from "papaparse";

/** The delimiters of spreadsheets. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Excel's `sep=;` line before the header names the delimiter. */
export function readSeparatorLine(text: string): { headerLine: number; delimiter?: string } {
  let headerLine = 1;
  let delimiter: string | undefined;
  for (const line of text.slice(0, 100_000).split("\n")) {
    const said = headerLine === 1 ? /^"?sep=(.)"?$/i.exec(line.trimEnd() || line)?.[1] : undefined;
    if (said) delimiter = said;
    else if (/[^\s,;|]/.test(line)) break;
    headerLine += 1;
  }
  return { headerLine, delimiter };
}

/** Column names without case, blanks and dashes, which differ by accident. */
export const plainName = (name: string) =>
  name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

/** The names of a header that stands on a line of a text, cut by a delimiter, without empty ones at its end. */
export function readHeaderCells(text: string, headerLine: number, delimiter: string): string[] {
  const rest = text
    .split("\n", headerLine + 20)
    .slice(headerLine - 1)
    .join("\n");
  const [cells = []] = Papa.parse<string[]>(rest, { delimiter, newline: "\n", preview: 1 }).data;
  return cells.slice(0, cells.findLastIndex((name) => name.trim() !== "") + 1);
}
