/** One way to read what was typed: its whole part and its decimals, digits only. */
export type Reading = { whole: string; decimals: string };

/** Digits of any script as ours, signs that only look different as one, without what cannot be seen. */
export function toPlainDigits(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\u066b]/g, ".")
    .replace(/[\u066c’‘ʼ′`´＇]/g, "'")
    .replace(/،/g, ",")
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
}

/** Unicode keeps the ten digits of a script together, zero first (its section 4.6). */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) as number;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (point - zero) % 10;
}

/** Groups of three, or as India counts: the last of three, those before of two. */
const GROUPED = /^(?!0\d|0[^\d])(?:\d{1,3}(?:S\d{3})+|\d{1,2}(?:S\d{2})+S\d{3})$/;
const MARKS = [".", ",", "'", " "];

/** Every way in which a text of digits and marks can be meant, each once. */
export function listReadings(text: string): Reading[] {
  if (!/^\d[\d.,' ]*$/.test(text)) return [];
  const found = new Map<string, Reading>();
  const add = (reading: Reading) => found.set(`${reading.whole}.${reading.decimals.replace(/0+$/, "")}`, reading);
  const asWhole = ungrouped(text);
  if (asWhole !== undefined) add({ whole: asWhole, decimals: "" });
  for (const mark of [".", ","]) {
    const at = text.lastIndexOf(mark);
    const decimals = text.slice(at + 1);
    if (at < 1 || !/^\d+$/.test(decimals)) continue;
    const whole = text.slice(0, at);
    const digits = whole.includes(mark) ? undefined : ungrouped(whole);
    if (digits !== undefined) add({ whole: digits, decimals });
  }
  return [...found.values()];
}

/** The digits of a whole number, grouped by one sign or not at all; undefined for what is none. */
function ungrouped(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text;
  const mark = MARKS.find((each) => text.includes(each));
  if (mark === undefined) return undefined;
  const grouped = new RegExp(GROUPED.source.replaceAll("S", mark === "." ? "\\." : mark));
  return grouped.test(text) ? text.replaceAll(mark, "") : undefined;
}
