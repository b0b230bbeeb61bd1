import { message, type Message } from "#messages/message.ts";
import { findMistypedLetters } from "../mistyped-letters.ts";
import { readTable } from "../read-table.ts";

/** A row as a file has it, or what is wrong with the line. */
export type StudentLine = { line: number } & ({ cells: string[] } | { problem: Message });

/** No row about one person is longer. */
const ROW_CHARACTERS_MAX = 50_000;

type Shape = { delimiter: string; width: number; firstLine: number };

/** The rows of a text: none is lost unnamed, and one that is broken does not take the others with it. */
export function* readLines(text: string, { delimiter, width, firstLine }: Shape): Generator<StudentLine> {
  for (const row of readTable(text, { delimiter, quoted: true, width }, firstLine)) {
    const { line } = row;
    if ("problem" in row) {
      const { problem } = row;
      yield { line, problem: typeof problem === "string" ? message("imports.not_right") : problem };
      continue;
    }
    const isTooLong = row.cells.reduce((sum, cell) => sum + cell.length, 0) > ROW_CHARACTERS_MAX;
    const problem = isTooLong
      ? message("imports.row_too_long", { count: ROW_CHARACTERS_MAX })
      : findMistypedLetters(row.cells);
    yield problem ? { line, problem } : { line, cells: row.cells };
  }
}
