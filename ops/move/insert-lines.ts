import type BetterSqlite from "better-sqlite3";
import { createValueReader } from "./line-values.ts";
import type { MovedTable } from "./value-forms.ts";

/** How many values one statement has: one for several rows costs less than one for each, and longer ones gain nothing more. */
const VALUES_MAX = 400;

const q = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Prepares to write rows into a table of SQLite. Lines come without the sign at their end. */
export function prepareInsert(sqlite: BetterSqlite.Database, table: MovedTable): (lines: readonly string[]) => void {
  const names = table.columns.map(({ name }) => q(name)).join(", ");
  const marks = `(${table.columns.map(() => "?").join(", ")})`;
  const insertOf = (rows: number) =>
    sqlite.prepare(`INSERT INTO ${q(table.name)} (${names}) VALUES ${Array(rows).fill(marks).join(", ")}`);
  const many = Math.max(1, Math.floor(VALUES_MAX / table.columns.length));
  const [one, several] = [insertOf(1), insertOf(many)];
  const read = createValueReader(table);
  // The driver takes single values sooner than an array of them.
  const run = (statement: BetterSqlite.Statement, lines: readonly string[], from: number, to: number) => {
    const values: unknown[] = [];
    for (let at = from; at < to; at++) read(lines[at] as string, values);
    statement.run(...values);
  };
  return (lines) => {
    let at = 0;
    for (; at + many <= lines.length; at += many) run(several, lines, at, at + many);
    for (; at < lines.length; at++) run(one, lines, at, at + 1);
  };
}
