import { expect, test } from "vitest";
import { decodeFile } from "./decode-file.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const wide = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};
/** Cyrillic as Windows-1251 writes it: its letters follow each other from 0xC0 on. */
const cyrillic = (text: string) =>
  Buffer.from(
    [...text].map((letter) => (letter >= "А" && letter <= "я" ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))),
  );

const GERMAN = "key,title\na,Töpfern für Anfänger\n";

test.each([
  ["UTF-8", Buffer.from(GERMAN), "utf-8", GERMAN],
  ["UTF-8 with its mark", Buffer.from(`\ufeff${GERMAN}`), "utf-8", GERMAN],
  ["UTF-16 with its mark", wide(`\ufeff${GERMAN}`, "le"), "utf-16le", GERMAN],
  ["UTF-16, big end first", wide(`\ufeff${GERMAN}`, "be"), "utf-16be", GERMAN],
  ["UTF-16 without a mark", wide(GERMAN, "le"), "utf-16le", GERMAN],
  ["UTF-16 without a mark, big end first", wide(GERMAN, "be"), "utf-16be", GERMAN],
  ["German by Excel", latin1(GERMAN), "windows-1252", GERMAN],
  // Each of these was read as Big5, by the letter that stands behind the one with two dots.
  ...[
    "Buchungsdatum;Betrag;Währung;Text\n",
    "ZÜRICH;GENÈVE;MÜLLER\nKONTOFÜHRUNGSGEBÜHR\n",
    "VERGÜTUNG;Röösli;Ménière\n",
    "Muñoz;José\n",
  ].map((text): [string, Buffer, string, string] => [`a bank's ${text}`, latin1(text), "windows-1252", text]),
  [
    "French with a euro",
    latin1("a,Céramique à l'atelier, deuxième année, 480 \x80\n"),
    "windows-1252",
    "a,Céramique à l'atelier, deuxième année, 480 €\n",
  ],
  [
    "Cyrillic",
    cyrillic("a,Керамика для начинающих, урок живописи\n"),
    "windows-1251",
    "a,Керамика для начинающих, урок живописи\n",
  ],
  [
    "Excel on a Mac",
    Buffer.from([0x54, 0x9a, 0x70, 0x66, 0x65, 0x72, 0x6e, 0x20, 0x66, 0x9f, 0x72]),
    "macintosh",
    "Töpfern für",
  ],
  [
    "Japanese",
    Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea]),
    "shift_jis",
    "テスト日本語",
  ],
])("finds the encoding: %s", (_what, bytes, encoding, text) => {
  const decoded = decodeFile(bytes);
  expect(decoded.text).toBe(text);
  if (encoding !== "windows-1252") expect(decoded.encoding).toBe(encoding);
});

const readWords = (work: () => unknown): string => {
  try {
    return String(work());
  } catch (error) {
    return (error as Error).message;
  }
};

test("what can be read in two ways is refused with both, and taken when it is said", () => {
  const bytes = latin1("key;title\nr3;Papers for B\xf8\xe1\n");
  expect(() => decodeFile(bytes)).toThrow(/two ways:[\s\S]*--encoding/);
  expect(decodeFile(bytes, "windows-1250").text).toBe("key;title\nr3;Papers for Břá\n");
  // However far from the beginning of its line the letter stands, each reading shows its own.
  const shown = () => decodeFile(latin1(`key;title\nr3;${"plain ".repeat(60)}B\xf8\xe1 and more\n`));
  expect(shown).toThrow(/two ways:\n.*plain B.*\n.*plain B/);
  const lines = readWords(shown)
    .split("\n")
    .filter((line) => line.includes("plain B"));
  expect(new Set(lines.map((line) => line.split(": ")[1])).size).toBe(2);
});

test.each([
  ["a short line, whole", "key;title\nr3;Papers for B\xf8\xe1\nr4;Paper\n", "r3;P"],
  ["a line of some length, whole", "key;title\nr3;Papers and boards and endpapers for B\xf8\xe1\n", "r3;Pap"],
  [
    "whole, too, behind a line end of Windows",
    "key;title\r\nr3;Papers and boards and B\xf8\xe1\r\n",
    "r3;Papers and boards and B",
  ],
  ["a long line from a word on", `r3;${"paper ".repeat(20)}\n${"x;".repeat(60)}Bookbinding B\xf8\xe1\n`, "…x;"],
])("each reading shows its line with its first letters: %s", (_what, text, begins) => {
  const shown = readWords(() => decodeFile(latin1(text)));
  const lines = shown.split("\n").filter((line) => line.startsWith("  "));
  expect(lines.map((line) => line.split(": ")[1]?.slice(0, begins.length))).toEqual([begins, begins]);
});

test("one line of another encoding in a file of UTF-8 is named", () => {
  const mixed = Buffer.concat([Buffer.from("key,title\na,Töpfern\n"), latin1("b,Töpfern\n")]);
  expect(() => decodeFile(mixed)).toThrow(/^Line 3 is not UTF-8/);
});

test.each([
  ["a workbook", Buffer.from("PK\x03\x04…"), /spreadsheet or a zip/],
  ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), /old Excel/],
  ["a PDF", Buffer.from("%PDF-1.7"), /a PDF/],
  ["zeros", Buffer.from("key,title\na\0b\n"), /no text/],
  ["half a UTF-16 letter", Buffer.concat([wide("\ufeffkey", "le"), Buffer.from([0x41])]), /not utf-16le/],
])("refuses what is no text, with the way to mend it: %s", (_what, bytes, words) => {
  expect(() => decodeFile(bytes)).toThrow(words);
});

test("an encoding that is said is held to", () => {
  expect(() => decodeFile(latin1(GERMAN), "utf-8")).toThrow(/line 2 cannot be read/);
  expect(() => decodeFile(latin1(GERMAN), "klingon")).toThrow(/no encoding "klingon"/);
});

test("every line end is one", () => {
  expect(decodeFile(Buffer.from("a\r\nb\rc\nd")).text).toBe("a\nb\nc\nd");
});
