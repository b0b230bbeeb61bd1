import { and, count, type Placeholder, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../command.ts";
import type { Fields, Query, View } from "./define-view.ts";
import type { AnyFilter } from "./filters.ts";
import { type Direction, type SortBy, toOrder } from "./keyset.ts";

/** By which fields; `along` says whose they are when they are another table's, along which the rows are then found. */
export type Sort<Field extends string> = {
  by: readonly Field[];
  along?: {
    table: SQLiteTable;
    on: SQL;
    /** Filters that leave so few rows that they are found first, and sorted. */
    unless: readonly string[];
  };
  /** Filters that say the same in another way, where an engine would choose the wrong index for this order. */
  instead?: Record<string, AnyFilter>;
};

/** What the statements of a list are made from. */
export type Source<Found> = {
  table: SQLiteTable;
  key: string;
  sorts: Record<string, Sort<string>>;
  view: Pick<View<Fields, Found, unknown>, "fields" | "read">;
};

export type Asked = {
  where: SQL | undefined;
  sort: string;
  direction: Direction;
  limit: number | Placeholder;
  offset?: number | Placeholder;
  /** Few rows match. */
  isNarrow?: boolean;
};

/** The names of the fields that a sort goes by, the key last. */
export function listSortFields({ sorts, key }: { sorts: Source<never>["sorts"]; key: string }, sort: string): string[] {
  const by = sorts[sort]?.by ?? [];
  return by.at(-1) === key ? [...by] : [...by, key];
}

/** SQL of what is known by these names. */
export function pickFields(fields: Fields, names: readonly string[]): SortBy {
  return names.map((name) => {
    const field = fields[name];
    if (!field) throw new Error(`The list reads no field ${name}.`);
    return field;
  });
}

type Keys = {
  where(filter: SQL | undefined): {
    orderBy(...by: SQL[]): { limit(rows: Asked["limit"]): { offset(rows: Asked["limit"]): SQLWrapper } };
  };
};

/**
 * Reads rows in one statement. Inside it, which rows they are is found first, which an index can answer alone; what is shown is
 * read for those: what is skipped or sorted away costs no look at another table.
 */
export function selectRows<Found>(
  { table, key, sorts, view }: Source<Found>,
  ctx: ReadCtx,
  { where, sort, direction, limit, offset = 0, isNarrow = false }: Asked,
): Query<Found> {
  const fields = view.fields(ctx);
  const order = toOrder(pickFields(fields, listSortFields({ sorts, key }, sort)), direction);
  const [id = sql`null`] = pickFields(fields, [key]);
  const select = ctx.read.select({ id: sql`${id}` });
  const along = sorts[sort]?.along;
  // CROSS JOIN, because SQLite keeps its order: without it, it would sort a million rows to show the first few.
  const joined = along && !isNarrow ? select.from(along.table).crossJoin(table) : select.from(table);
  const keys: Keys = along && isNarrow ? select.from(table).innerJoin(along.table, along.on) : joined;
  const few = keys
    .where(along ? and(along.on, where) : where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset);
  return view.read(ctx, sql`${id} in ${few}`, order);
}

/** How many rows match, counted no further than `max`. */
export async function countRows(
  table: SQLiteTable,
  read: Reader,
  where: SQL | undefined,
  max: number,
): Promise<number> {
  return toCount(await selectCount(table, read, where, max));
}

export const toCount = ([row]: { rows: number }[]) => Number(row?.rows ?? 0);

export function selectCount(
  table: SQLiteTable,
  read: Reader,
  where: SQL | undefined,
  max: number,
): Query<{ rows: number }> {
  const some = read
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .limit(max)
    .as("some");
  return read.select({ rows: count() }).from(some);
}
