/** What XML 1.0 cannot hold, however it is escaped: control characters, the two that are none, and halves of letters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/gu;

const takeOut = (text: string) => text.toWellFormed().replace(UNFIT, "");

/** A text as an element of an e-invoice holds it: one line without blanks at its ends. An element with blanks alone is refused by readers. */
export function cleanLine(text: string): string {
  return takeOut(text).replace(/\s+/g, " ").trim();
}

/** Several lines as one text. A `#` opens a code in the terms and notes of XRechnung (BR-DE-18, BR-CL-08), so here it is another sign. */
export function joinLines(lines: readonly string[]): string {
  return lines
    .map((line) => cleanLine(line).replaceAll("#", "\uff03"))
    .filter((line) => line !== "")
    .join("\n");
}
