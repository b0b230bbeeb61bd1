/** How both ends of a move read a SQLite file. */
import type BetterSqlite from "better-sqlite3";
import type { End, FoundTable, Order } from "./end.ts";
import { unescapeField } from "./line-values.ts";
import { createLineWriter } from "./lines.ts";
import { nameUnmovable } from "./name-unmovable.ts";
import { type MovedTable, parseMoment } from "./value-forms.ts";

/** A batch ends with whichever comes first: a conversation may hold megabytes. */
const BATCH = 1_000;
const CHARACTERS_MAX = 1_000_000;
/** The tables behind a full-text search, which is made anew from the table that it searches. */
export const SEARCH = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'";

export const q = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

export function tablesOf(sqlite: BetterSqlite.Database): FoundTable[] {
  const searches = sqlite.prepare(SEARCH).pluck().all() as string[];
  const names = sqlite
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1",
    )
    .pluck()
    .all() as string[];
  const rest = names.filter((name) => !searches.some((each) => name === each || name.startsWith(`${each}_`)));
  return rest.map((name) => {
    const columns = sqlite.prepare("SELECT name, type, pk FROM pragma_table_xinfo(?)").all(name) as {
      name: string;
      type: string;
      pk: number;
    }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    return { name, columns: columns.map(({ name, type }) => ({ name, type })), key: key.map((column) => column.name) };
  });
}

/** What both ends of a move read through a connection. */
export const readingOf = (sqlite: BetterSqlite.Database): Omit<End, "close"> => ({
  engine: "sqlite",
  tables: async () => tablesOf(sqlite),
  migrations: async () => sqlite.prepare("SELECT tag FROM matricula_migrations ORDER BY tag").pluck().all() as string[],
  count: async (table) =>
    sqlite
      .prepare(`SELECT count(*) FROM ${q(table)}`)
      .pluck()
      .get() as number,
  read: (table, order) => readRows(sqlite, table, order),
  find: async (table, keys) => findRows(sqlite, table, keys),
  ask: async (select) => sqlite.prepare(select).all() as Record<string, unknown>[],
});

/** Whole numbers are read as text: some are too large for a number. */
function selectOf({ name, columns }: MovedTable): string {
  const read = columns.map((column) => (column.type === "bigint" ? `CAST(${q(column.name)} AS text)` : q(column.name)));
  return `SELECT ${read.join(", ")} FROM ${q(name)}`;
}

async function* readRows(sqlite: BetterSqlite.Database, table: MovedTable, order: Order): AsyncGenerator<string[]> {
  const end = order === "any" ? "" : ` ORDER BY ${table.key.map((name) => `${q(table.name)}.${q(name)}`).join(", ")}`;
  const lineOf = createCheckedWriter(sqlite, table);
  let batch: string[] = [];
  let size = 0;
  for (const values of sqlite
    .prepare(`${selectOf(table)}${end}`)
    .raw()
    .iterate() as Iterable<unknown[]>) {
    const line = lineOf(values);
    batch.push(line);
    size += line.length;
    if (batch.length < BATCH && size < CHARACTERS_MAX) continue;
    yield batch;
    [batch, size] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

const whereKey = ({ key }: MovedTable) => key.map((name) => `${q(name)} = ?`).join(" AND ");

/** The fields of a key as the driver takes them; a number that is written as text finds a whole number too. */
function bindKey(table: MovedTable, key: readonly string[]): unknown[] {
  return key.map((field, at) => {
    const type = table.columns.find(({ name }) => name === table.key[at])?.type;
    return type === "timestamp with time zone" ? parseMoment(field) : unescapeField(field);
  });
}

function findRows(sqlite: BetterSqlite.Database, table: MovedTable, keys: readonly (readonly string[])[]): string[] {
  const find = sqlite.prepare(`${selectOf(table)} WHERE ${whereKey(table)}`).raw();
  const lineOf = createCheckedWriter(sqlite, table);
  return keys.flatMap((key) => {
    const values = find.get(...bindKey(table, key)) as unknown[] | undefined;
    return values === undefined ? [] : [lineOf(values)];
  });
}

export function deleteRows(
  sqlite: BetterSqlite.Database,
  table: MovedTable,
  keys: readonly (readonly string[])[],
): void {
  const remove = sqlite.prepare(`DELETE FROM ${q(table.name)} WHERE ${whereKey(table)}`);
  for (const key of keys) remove.run(...bindKey(table, key));
}

/** The driver reads bytes that are no text as U+FFFD: then the bytes themselves are compared, so that none is changed on the way. */
function createCheckedWriter(sqlite: BetterSqlite.Database, table: MovedTable): (values: unknown[]) => string {
  const write = createLineWriter(table);
  return (values) => {
    const line = write(values);
    if (line.includes("\uFFFD")) checkBytes(sqlite, table, values);
    return line;
  };
}

function checkBytes(sqlite: BetterSqlite.Database, table: MovedTable, values: readonly unknown[]): void {
  const key = table.key.map((name) => values[table.columns.findIndex((column) => column.name === name)]);
  for (const [at, value] of values.entries()) {
    if (typeof value !== "string" || !value.includes("\uFFFD")) continue;
    const column = table.columns[at]?.name ?? "";
    const select = `SELECT CAST(${q(column)} AS blob) FROM ${q(table.name)} WHERE ${whereKey(table)}`;
    const bytes = sqlite.prepare(select).pluck().get(key);
    if (Buffer.isBuffer(bytes) && bytes.equals(Buffer.from(value))) continue;
    throw nameUnmovable(table, { row: key.map(String).join(" "), column, problem: "bytes" });
  }
}
