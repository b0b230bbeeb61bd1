import {
  Column,
  type DriverValueDecoder,
  type GetColumnData,
  is,
  type Placeholder,
  type SQL,
  sql,
  type SQLWrapper,
} from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import { engine } from "./engine.ts";
import type { Reader } from "./types.ts";

/** SQL: aggregates a value of the group's rows into a JSON list, in an order; an empty list when there are none. */
export function gatherJson(value: SQLWrapper, order: SQL): SQL {
  return engine === "postgres"
    ? sql`coalesce(json_agg(${value} order by ${order}), '[]')`
    : sql`json_group_array(${value} order by ${order})`;
}

/** SQL: a subquery that returns a JSON list. PostgreSQL's driver returns it parsed, SQLite as text. */
export function selectJson<T>(query: SQLWrapper): SQL<T> {
  return sql<T>`(${query})`.mapWith((value: unknown) => (typeof value === "string" ? JSON.parse(value) : value) as T);
}

/** SQL: whether a column's text is among those in a JSON list, so that one prepared statement takes a list of any length. */
export function isAmong(column: AnySQLiteColumn, list: Placeholder): SQL {
  return engine === "postgres"
    ? sql`${column} in (select jsonb_array_elements_text(cast(${list} as jsonb)))`
    : sql`${column} in (select value from json_each(${list}))`;
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
 * SQL: a correlated subquery whose rows become one JSON column of the outer row, so that a page needs one statement for a thing and
 * what belongs to it. `rows` gives table, filter, order and limit; the list keeps that order.
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

/** SQL: the list of `gatherRows`, changed once it was read: what no statement can say. */
export function mapGathered<Row, Shown>(gathered: SQL<Row[]>, change: (rows: Row[]) => Shown): SQL<Shown> {
  const { decoder } = gathered as SQL & { decoder: DriverValueDecoder<Row[], unknown> };
  return sql<Shown>`${gathered}`.mapWith((value: unknown) => change(decoder.mapFromDriverValue(value)));
}

/** Decodes a value from JSON as its column does. The decoder of an expression is not part of drizzle's types. */
function createReader(field: AnySQLiteColumn | SQL): (value: unknown) => unknown {
  const decoder: DriverValueDecoder<unknown, unknown> = is(field, Column)
    ? field
    : (field as SQL & { decoder: DriverValueDecoder<unknown, unknown> }).decoder;
  return (value) => (value === null ? null : decoder.mapFromDriverValue(value));
}
