/** The values of a line, as SQLite's driver takes them. Nothing here loads more than it: a thread of its own does this. */
import { type MovedTable, type MovedType, parseMoment, UnmovableValue } from "./value-forms.ts";

export const NULL = "\\N";

const SIGNS: Record<string, string> = {
  "\\b": "\b",
  "\\t": "\t",
  "\\n": "\n",
  "\\v": "\v",
  "\\f": "\f",
  "\\r": "\r",
  "\\\\": "\\",
};

export function unescapeField(field: string): string {
  return field.includes("\\") ? field.replace(/\\[btnvfr\\]/g, (escaped) => SIGNS[escaped] as string) : field;
}

const READERS: Record<MovedType, (field: string) => unknown> = {
  boolean: (field) => (field === "t" ? 1 : 0),
  // The largest number of fifteen digits is exact.
  bigint: (field) => (field.length <= 15 ? Number(field) : BigInt(field)),
  "timestamp with time zone": parseMoment,
  jsonb: unescapeField,
  text: unescapeField,
};

/** What SQLite could not hold of a line that PostgreSQL has written. */
export class UnmovableField extends Error {
  override name = "UnmovableField";
  readonly problem: UnmovableValue["problem"];
  readonly column: string;
  readonly line: string;
  constructor(problem: UnmovableValue["problem"], column: string, line: string) {
    super(problem);
    [this.problem, this.column, this.line] = [problem, column, line];
  }
}

/** Appends a line's values to `values`; the line comes without the sign at its end. */
export function createValueReader(table: MovedTable): (line: string, values: unknown[]) => void {
  const readers = table.columns.map(({ type }) => READERS[type]);
  return (line, values) => {
    const fields = line.split("\t");
    let at = 0;
    try {
      for (; at < fields.length; at++) {
        const field = fields[at] as string;
        values.push(field === NULL ? null : (readers[at] as (field: string) => unknown)(field));
      }
    } catch (error) {
      if (!(error instanceof UnmovableValue)) throw error;
      throw new UnmovableField(error.problem, table.columns[at]?.name ?? "", line);
    }
  };
}
