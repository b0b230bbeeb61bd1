import { and, eq, gte, lt, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import type { ReadCtx } from "../command.ts";
import { type IdKind, isId } from "../ids.ts";
import { getEndOfDay, getStartOfDay } from "../local-time.ts";

type Where = SQL | undefined | Promise<SQL | undefined>;

/** One way to narrow a list: what an address or a program may say, what that means, and which rows fit. */
export type Filter<Value, Word = Value> = {
  input: z.ZodType<Word>;
  /** What the word means. Days are days of the school's calendar. */
  read: (word: Word, timezone: string) => Value | undefined;
  where: (value: Value, ctx: ReadCtx) => Where;
};

export type AnyFilter = {
  input: z.ZodType;
  read: (word: never, timezone: string) => unknown;
  where: (value: never, ctx: ReadCtx) => Where;
};

/** What a list's filters may be given. What is undefined does not narrow. */
export type FilterValues<Filters> = {
  [Name in keyof Filters]?: Filters[Name] extends { where: (value: infer Value, ctx: ReadCtx) => Where }
    ? Value | undefined
    : never;
};

export function createFilter<Value>(
  input: z.ZodType<Value>,
  where: (value: Value, ctx: ReadCtx) => Where,
): Filter<Value> {
  return { input, read: (word) => word, where };
}

/** One of the words that a column holds. */
export function createChoiceFilter<const Words extends readonly [string, ...string[]]>(
  column: AnySQLiteColumn,
  words: Words,
): Filter<Words[number]> {
  return createFilter<Words[number]>(z.enum(words), (word) => eq(column, word));
}

/** What somebody looks for. Nothing but blanks looks for nothing. */
export function createTextFilter(where: (text: string, ctx: ReadCtx) => Where): Filter<string> {
  return createFilter(z.string().trim().max(200), (text, ctx) => (text === "" ? undefined : where(text, ctx)));
}

export function createIdFilter(kind: IdKind, where: (id: string, ctx: ReadCtx) => Where): Filter<string> {
  return createFilter(
    z.string().refine((text) => isId(kind, text)),
    where,
  );
}

/** From a moment on: in an address a day, as a date field sends it. */
export function createFromFilter(column: AnySQLiteColumn): Filter<Date, string> {
  return { input: z.iso.date(), read: getStartOfDay, where: (from) => gte(column, from) };
}

/** Before a moment: in an address the last day that counts. */
export function createUntilFilter(column: AnySQLiteColumn): Filter<Date, string> {
  return { input: z.iso.date(), read: getEndOfDay, where: (until) => lt(column, until) };
}

/** SQL: the rows that fit all that is said. */
export async function matchFilters<Filters extends Record<string, AnyFilter>>(
  filters: Filters,
  values: FilterValues<Filters>,
  ctx: ReadCtx,
): Promise<SQL | undefined> {
  const conditions: (SQL | undefined)[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const value = values[name];
    if (value !== undefined) conditions.push(await filter.where(value as never, ctx));
  }
  return and(...conditions);
}
