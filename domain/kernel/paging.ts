/** How many rows a page of a list holds unless it says otherwise, and at most. */
export const PAGE_SIZE = 25;
export const PAGE_SIZE_MAX = 100;

/** A page of a list by number, for people: the total is counted so that they can see how much there is. */
export type Page<Item> = { items: Item[]; total: number; page: number; pageSize: number };

/** Where a numbered page begins. Pages count from 1; what is out of range is brought into it. */
export function pageWindow(page: number, pageSize = PAGE_SIZE): { limit: number; offset: number; page: number } {
  const at = Number.isSafeInteger(page) && page >= 1 ? Math.min(page, 100_000) : 1;
  return { limit: pageSize, offset: (at - 1) * pageSize, page: at };
}

/** A page of a list by cursor, for machines: the cursor is the id of the last row seen. */
export type CursorPage<Item> = { items: Item[]; nextCursor: string | null };

/** Cuts a list that was asked for one row more than wanted, and says where the next page begins. */
export function cutPage<Item extends { id: string }>(rows: Item[], limit: number): CursorPage<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
