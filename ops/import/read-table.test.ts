import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { csvLine, withoutFormulaGuard } from "../csv.ts";
import { readTable, type TableShape } from "./read-table.ts";

const shape = (width: number, delimiter = ","): TableShape => ({ delimiter, quoted: true, width });
const read = (text: string, width: number, delimiter = ",") =>
  [...readTable(text, shape(width, delimiter))].map((row) =>
    "problem" in row ? { ...row, problem: sourceText(row.problem) } : row,
  );

test("a row with a comma too many or a cell too few is named by its line, and the others are read", () => {
  const rows = read("a,1,CHF\nb,Cut, glue,2,CHF\nc,3\nd,4,CHF\n", 3);
  expect(rows).toEqual([
    { line: 1, lines: 1, cells: ["a", "1", "CHF"] },
    { line: 2, problem: expect.stringContaining("5 cells, the first line 3") },
    { line: 3, problem: expect.stringContaining("2 cells, the first line 3") },
    { line: 4, lines: 1, cells: ["d", "4", "CHF"] },
  ]);
});

test("empty cells behind the last column, and empty lines, are nothing", () => {
  expect(read("a,1,,,\n,,,\n\nb,2\n", 2)).toEqual([
    { line: 1, lines: 1, cells: ["a", "1"] },
    { line: 4, lines: 1, cells: ["b", "2"] },
  ]);
});

test("an open quotation mark costs the one line where it stands, not the 150 behind it", () => {
  const good = Array.from({ length: 150 }, (_, n) => `k${n},"Title, ${n}"`);
  const rows = read(['x,"never closed', ...good].join("\n"), 2);
  expect(rows[0]).toEqual({ line: 1, problem: expect.stringContaining("quotation mark") });
  expect(rows.slice(1).map((row) => "cells" in row && row.cells[0])).toEqual(good.map((_, n) => `k${n}`));
  expect(rows[1]).toMatchObject({ line: 2 });
});

test("a cell over several lines is one, and the row behind it keeps its line", () => {
  expect(read('a,"one\ntwo\n"\nb,2\n', 2)).toEqual([
    { line: 1, lines: 3, cells: ["a", "one\ntwo\n"] },
    { line: 4, lines: 1, cells: ["b", "2"] },
  ]);
});

test("a quotation mark inside a cell that is not quoted is a letter", () => {
  expect(read('a,6" nails\n', 2)).toEqual([{ line: 1, lines: 1, cells: ["a", '6" nails'] }]);
});

test("a file of nothing but open quotation marks ends soon, and says where", () => {
  const rows = read('a,"b"c\n'.repeat(5_000), 2);
  expect(rows.length).toBeLessThan(200);
  expect(rows.at(-1)).toMatchObject({ problem: expect.stringContaining("nothing from here on") });
});

/** Texts with everything in them that a reader of CSV could stumble over. */
const piece = fc.constantFrom('"', '""', ",", ";", "\t", "\n", "=1", "'", " ", "ä", "テ", "a", "7", "-", "\\", "|");
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
const cell = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));

test("whatever the file, every line belongs to a row, to a problem, or is empty", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(",", ";", "\t"), fc.integer({ min: 1, max: 4 }), (text, delimiter, width) => {
      const named = new Set<number>();
      let stopped = Number.POSITIVE_INFINITY;
      for (const row of read(text, width, delimiter)) {
        for (let line = row.line; line < row.line + ("lines" in row ? row.lines : 1); line++) named.add(line);
        if ("problem" in row && row.problem.includes("nothing from here on")) stopped = row.line;
      }
      const lost = text.split("\n").flatMap((line, at) => {
        const isEmpty = line.replaceAll(delimiter, "").replaceAll('"', "").trim() === "";
        return isEmpty || named.has(at + 1) || at + 1 >= stopped ? [] : [at + 1];
      });
      expect(lost).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("what an export writes is read back as it was", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const written = rows
        .map((cells) => csvLine(cells))
        .join("")
        .replaceAll("\r\n", "\n");
      const back = read(written, 3).map((row) => ("cells" in row ? row.cells.map(withoutFormulaGuard) : row));
      expect(back).toEqual(rows.filter((cells) => cells.some((each) => each.trim() !== "")));
    }),
    { numRuns: 1_000 },
  );
});

test("no cell of an export is a formula, whatever a spreadsheet takes for the separator", () => {
  // A number below zero is none, also behind the marks and line ends of a cell that another separator has cut.
  const isFormula = (each: string) => /^[\s"]*[=+\-@]/.test(each) && !/^[\s"]*-?\d+(\.\d+)?(,|$)/.test(each);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (rows) => {
      const written = rows.map((cells) => csvLine(cells)).join("");
      for (const delimiter of [",", ";", "\t", "|"]) {
        expect(Papa.parse<string[]>(written, { delimiter }).data.flat().filter(isFormula)).toEqual([]);
        // A program that knows no quotation marks. With commas none could read us at all.
        if (delimiter === ",") continue;
        const cut = written.split(/\r?\n/).flatMap((line) => line.split(delimiter));
        expect(cut.filter(isFormula)).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});
