/**
 * A row as one line: as PostgreSQL's COPY writes it in UTC, with the keys of JSON sorted. Both ends are read into lines, and
 * lines are what is written, compared and hashed.
 */
import { NULL, unescapeField } from "./line-values.ts";
import { nameUnmovable } from "./name-unmovable.ts";
import { formatMoment, type MovedTable, type MovedType, sortJson, UnmovableValue } from "./value-forms.ts";

/** Which signs COPY writes in another way, and which it cannot. */
const SPECIAL = /[\0\b\t\n\v\f\r\\]/;
const ALL_SPECIAL = /[\b\t\n\v\f\r\\]/g;
const ESCAPES: Record<string, string> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\\": "\\\\",
};

export function escapeField(text: string): string {
  if (!SPECIAL.test(text)) return text;
  if (text.includes("\0")) throw new UnmovableValue("nul");
  return text.replace(ALL_SPECIAL, (sign) => ESCAPES[sign] as string);
}

type Field = (value: unknown) => string;
/** The field of a value as SQLite's driver gives it; whole numbers come as text, because some are too large for a number. */
const FROM_SQLITE: Record<MovedType, Field> = {
  boolean: (value) => {
    if (value !== 0 && value !== 1) throw new UnmovableValue("boolean");
    return value === 1 ? "t" : "f";
  },
  bigint: String,
  "timestamp with time zone": (value) => formatMoment(value as number),
  jsonb: (value) => escapeField(sortJson(value as string)),
  text: (value) => escapeField(value as string),
};

/** Makes the line of a row of SQLite. An error names the table, the row and the column. */
export function createLineWriter(table: MovedTable): (values: readonly unknown[]) => string {
  const fields = table.columns.map(({ type }) => FROM_SQLITE[type]);
  const fail = (values: readonly unknown[], at: number, error: unknown) => {
    if (!(error instanceof UnmovableValue)) return error;
    const key = table.key.map((name) => values[table.columns.findIndex((column) => column.name === name)]);
    return nameUnmovable(table, {
      row: key.map(String).join(" "),
      column: table.columns[at]?.name ?? "",
      problem: error.problem,
    });
  };
  return (values) => {
    let line = "";
    for (let at = 0; at < fields.length; at++) {
      const value = values[at];
      try {
        const field = value === null ? NULL : (fields[at] as Field)(value);
        line = at === 0 ? field : `${line}\t${field}`;
      } catch (error) {
        throw fail(values, at, error);
      }
    }
    return `${line}\n`;
  };
}

/** Makes a line of what COPY has written: the same but for JSON. */
export function createLineReader(table: MovedTable): (copied: string) => string {
  const json = table.columns.flatMap(({ type }, at) => (type === "jsonb" ? [at] : []));
  if (json.length === 0) return (copied) => copied;
  const sorted = (copied: string, at: number, field: string) => {
    try {
      return escapeField(sortJson(unescapeField(field)));
    } catch (error) {
      if (!(error instanceof UnmovableValue)) throw error;
      const column = table.columns[at]?.name ?? "";
      throw nameUnmovable(table, { row: nameRow(table, copied), column, problem: error.problem });
    }
  };
  return (copied) => {
    const fields = fieldsOf(copied);
    for (const at of json) {
      const field = fields[at] as string;
      if (field !== NULL) fields[at] = sorted(copied, at, field);
    }
    return `${fields.join("\t")}\n`;
  };
}

export const fieldsOf = (line: string): string[] => line.slice(0, -1).split("\t");

const positions = new WeakMap<MovedTable, number[]>();

/** The fields of a line's primary key. */
export function keyOf(table: MovedTable, line: string): string[] {
  let at = positions.get(table);
  if (!at) {
    at = table.key.map((name) => table.columns.findIndex((column) => column.name === name));
    positions.set(table, at);
  }
  const fields = fieldsOf(line);
  return at.map((position) => fields[position] as string);
}

/** How a row is named to a person. */
export const nameRow = (table: MovedTable, line: string) => keyOf(table, line).map(unescapeField).join(" ");

/** Which of two keys comes first where texts are sorted byte by byte. */
export function compareKeys(table: MovedTable, one: string, other: string): number {
  const [ours, theirs] = [keyOf(table, one), keyOf(table, other)];
  for (const [position, name] of table.key.entries()) {
    const [a = "", b = ""] = [ours[position], theirs[position]];
    if (a === b) continue;
    if (table.columns.find((column) => column.name === name)?.type === "bigint") return BigInt(a) < BigInt(b) ? -1 : 1;
    return Buffer.compare(Buffer.from(unescapeField(a)), Buffer.from(unescapeField(b)));
  }
  return 0;
}
