import { Column, type DriverValueDecoder, type GetColumnData, is, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import { engine } from "./engine.ts";
import type { Reader } from "./types.ts";

/** SQL: what a group's rows hold, in an order, as one list; an empty one where there are none. */
export function gatherJson(value: SQLWrapper, order: SQL): SQL {
  return engine === "postgres"
    ? sql`coalesce(json_agg(${value} order by ${order}), '[]')`
    : sql`json_group_array(${value} order by ${order})`;
}

/** SQL: the one value of a subquery that gathers: PostgreSQL's driver has read the list already, SQLite gives its text. */
export function selectJson<T>(query: SQLWrapper): SQL<T> {
  return sql<T>`(${query})`.mapWith((value: unknown) => (typeof value === "string" ? JSON.parse(value) : value) as T);
}

type Fields = Record<string, AnySQLiteColumn | SQL>;
type RowOf<Shown extends Fields> = {
  [Name in keyof Shown]: Shown[Name] extends AnySQLiteColumn
    ? GetColumnData<Shown[Name]>
    : Shown[Name] extends SQL<infer Value>
      ? Value
      : never;
};

/**
 * SQL: rows that belong to the row in which this stands, as one value of it, so that a page asks once for a thing and what is about
 * it. `rows` names their table, narrows, sorts and limits; they stay in that order, because nothing is joined to them afterwards.
 */
export function gatherRows<Shown extends Fields>(
  read: Reader,
  fields: Shown,
  rows: (select: SQLiteSelectBuilder<{ each: SQL.Aliased }, "async", unknown>) => SQLWrapper,
): SQL<RowOf<Shown>[]> {
  const list = sql.join(Object.values(fields), sql`, `);
  const each = engine === "postgres" ? sql`json_build_array(${list})` : sql`json_array(${list})`;
  const all =
    engine === "postgres" ? sql`coalesce(json_agg(gathered.each), '[]')` : sql`json_group_array(json(gathered.each))`;
  const inner = rows(read.select({ each: each.as("each") }));
  const names = Object.keys(fields);
  const readers = Object.values(fields).map(createReader);
  const readRow = (row: unknown[]) => Object.fromEntries(names.map((name, at) => [name, readers[at]?.(row[at])]));
  return sql<RowOf<Shown>[]>`(select ${all} from (${inner}) as gathered)`.mapWith(
    (value: unknown) =>
      ((typeof value === "string" ? JSON.parse(value) : value) as unknown[][]).map(readRow) as RowOf<Shown>[],
  );
}

/** How a value that came as JSON becomes ours. By what an expression is read is no part of drizzle's types. */
function createReader(field: AnySQLiteColumn | SQL): (value: unknown) => unknown {
  const decoder: DriverValueDecoder<unknown, unknown> = is(field, Column)
    ? field
    : (field as SQL & { decoder: DriverValueDecoder<unknown, unknown> }).decoder;
  return (value) => (value === null ? null : decoder.mapFromDriverValue(value));
}
