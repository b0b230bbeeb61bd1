import { and, asc, count, desc, eq, gt, lt, or, type SQL, type Subquery } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/types.ts";
import { PAGE_SIZE } from "./get-page-window.ts";

/**
 * How far a list is counted and paged through. Beyond it people filter or export: counting or skipping a million rows would
 * make every visit of the list pay for the school's whole past.
 */
export const COUNT_MAX = 10_000;

/** How many rows an export reads at a time. */
const EXPORT_ROWS = 500;

export type Direction = "asc" | "desc";

/** Which order and which page of a list. Pages count from 1. */
export type ListView<SortKey extends string> = { sort: SortKey; direction: Direction; page: number };

/** A page of a list. `isMore` says that there are more than `total`, which is then as far as was counted. */
export type List<Item> = { items: Item[]; total: number; isMore: boolean; page: number; pageSize: number };

/** Where a page begins; a page beyond what a list shows becomes the last that it does. */
export function getListWindow(page: number): { limit: number; offset: number; page: number } {
  const last = Math.ceil(COUNT_MAX / PAGE_SIZE);
  const at = Number.isSafeInteger(page) && page >= 1 ? Math.min(page, last) : 1;
  return { limit: PAGE_SIZE, offset: (at - 1) * PAGE_SIZE, page: at };
}

/** `matching` selects anything from the rows that match, limited to `COUNT_MAX + 1`. */
export async function countRows(read: Reader, matching: Subquery): Promise<{ total: number; isMore: boolean }> {
  const [row] = await read.select({ rows: count() }).from(matching);
  const rows = Number(row?.rows ?? 0);
  return { total: Math.min(rows, COUNT_MAX), isMore: rows > COUNT_MAX };
}

/** The columns of a sort. None is ever empty, and the last is unique, so that the order is the same on every engine and page. */
export type SortColumns = readonly AnySQLiteColumn[];

export function sortByColumns(columns: SortColumns, direction: Direction): SQL[] {
  return columns.map((column) => (direction === "asc" ? asc(column) : desc(column)));
}

/** The rows that come after the one with these values in its sort columns; without values, all of them. */
export function isAfterRow(
  columns: SortColumns,
  direction: Direction,
  values: readonly unknown[] | undefined,
): SQL | undefined {
  if (!values) return undefined;
  const beyond = direction === "asc" ? gt : lt;
  return or(
    ...columns.map((column, place) => {
      const same = columns.slice(0, place).map((earlier, at) => eq(earlier, values[at]));
      return and(...same, beyond(column, values[place]));
    }),
  );
}

/** Reads a whole list, a batch at a time, each beginning where the last one ended: `read` gets the last row of before. */
export async function* readInBatches<Row>(
  read: (after: Row | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[], void, undefined> {
  let last: Row | undefined;
  for (;;) {
    const rows: Row[] = await read(last, EXPORT_ROWS);
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < EXPORT_ROWS) return;
  }
}
