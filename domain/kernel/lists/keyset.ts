import { asc, Column, desc, is, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

export type Direction = "asc" | "desc";

/** What rows are sorted by, in turn. None is ever empty and the last is unique, so that no two rows share a place. */
export type SortBy = readonly (AnySQLiteColumn | SQL)[];

export function toOrder(by: SortBy, direction: Direction): SQL[] {
  return by.map((each) => (direction === "asc" ? asc(each) : desc(each)));
}

/**
 * SQL: the rows behind the one that has these values. It compares them as one row, which an index answers, and not column by
 * column with OR, which none does. The row itself need not be there any more.
 */
export function isBehind(by: SortBy, direction: Direction, values: readonly unknown[]): SQL {
  const params = by.map((each, place) =>
    is(each, Column) ? sql.param(values[place], each) : sql.param(values[place]),
  );
  const beyond = direction === "asc" ? sql` > ` : sql` < `;
  return sql`(${sql.join([...by], sql`, `)})${beyond}(${sql.join(params, sql`, `)})`;
}
