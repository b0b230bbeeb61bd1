import { sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";
import { engine } from "./engine.ts";

/** The SQLite kit is the type of record; the PostgreSQL kit behaves like it. */
const sqliteKit = {
  table: lite.sqliteTable,
  view: lite.sqliteView,
  text: <const E extends readonly [string, ...string[]]>(values?: E) => lite.text({ enum: values }),
  integer: () => lite.integer(),
  /** A text that is sorted and compared byte by byte, whatever language the database was made for. */
  byteText: () => lite.text(),
  money: () => lite.integer(),
  bool: () => lite.integer({ mode: "boolean" }),
  timestamp: () => lite.integer({ mode: "timestamp_ms" }),
  json: <T>() => lite.text({ mode: "json" }).$type<T>(),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
};

/** The driver has read the JSON already. drizzle's own type reads a text in it once more, and makes the number 4052 of the post code "4052". */
const jsonb = pg.customType<{ data: unknown; driverData: unknown }>({
  dataType: () => "jsonb",
  toDriver: (value) => JSON.stringify(value),
});

const postgresKit = {
  table: pg.pgTable,
  view: pg.pgView,
  text: <const E extends readonly [string, ...string[]]>(values?: E) => pg.text({ enum: values }),
  integer: () => pg.bigint({ mode: "number" }),
  byteText: pg.customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' }),
  money: () => pg.bigint({ mode: "number" }),
  bool: () => pg.boolean(),
  timestamp: () => pg.timestamp({ withTimezone: true, precision: 3, mode: "date" }),
  json: <T>() => jsonb().$type<T>(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
} satisfies Record<keyof typeof sqliteKit, unknown>;

export const {
  table,
  view,
  text,
  byteText,
  integer,
  money,
  bool,
  timestamp,
  json,
  index,
  uniqueIndex,
  primaryKey,
  check,
  // Both kits have the same names; the schema is written against one of the two sets of types.
} = engine === "postgres" ? (postgresKit as unknown as typeof sqliteKit) : sqliteKit;

/** CHECK: the column holds one of these words (or nothing, where it may be empty). */
export function oneOf(name: string, column: lite.AnySQLiteColumn, values: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`);
}

/** CHECK: a text has a longest length, counted in characters. */
export function atMost(name: string, column: lite.AnySQLiteColumn, charactersMax: number) {
  return check(name, sql`length(${column}) <= ${sql.raw(String(charactersMax))}`);
}
