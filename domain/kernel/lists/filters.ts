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
  /** The SQL of a word is always the same, and there are few words. */
  isFixed?: boolean;
};

export type AnyFilter = {
  input: z.ZodType;
  read: (word: never, timezone: string) => unknown;
  where: (value: never, ctx: ReadCtx) => Where;
  isFixed?: boolean;
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

/** One of a few words, whose SQL is always the same: whoever looks, and whenever. */
export function createFixedFilter<Word extends string>(
  input: z.ZodType<Word>,
  where: (word: Word) => SQL | undefined,
): Filter<Word> {
  return { input, read: (word) => word, where, isFixed: true };
}

/** One of the words that a column holds. */
export function createChoiceFilter<const Words extends readonly [string, ...string[]]>(
  column: AnySQLiteColumn,
  words: Words,
): Filter<Words[number]> {
  return createFixedFilter<Words[number]>(z.enum(words), (word) => eq(column, word));
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

/** `where`: SQL, the rows that fit all that is said. `name`: of that SQL, when it hangs on nothing but a few words. */
export async function matchFilters<Filters extends Record<string, AnyFilter>>(
  filters: Filters,
  values: FilterValues<Filters>,
  ctx: ReadCtx,
): Promise<{ where: SQL | undefined; name: string | undefined }> {
  const conditions: SQL[] = [];
  const words: string[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const value = values[name];
    const condition = value === undefined ? undefined : await filter.where(value as never, ctx);
    if (condition === undefined) continue;
    conditions.push(condition);
    if (filter.isFixed) words.push(`${name}=${String(value)}`);
  }
  return { where: and(...conditions), name: words.length === conditions.length ? words.join(" ") : undefined };
}
