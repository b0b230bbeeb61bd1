/** How many rows a page of a list holds unless it says otherwise, and at most. */
export const PAGE_SIZE = 25;
export const PAGE_SIZE_MAX = 100;

/** How many of the newest stand on the page of what they belong to, under a link to the list of all. */
export const NEWEST_MAX = 10;

/** A page of a list by number, for people: the total is counted so that they can see how much there is. */
export type Page<Item> = { items: Item[]; total: number; page: number; pageSize: number };

/** Where a numbered page begins. Pages count from 1; what is out of range is brought into it. */
export function getPageWindow(page: number, pageSize = PAGE_SIZE): { limit: number; offset: number; page: number } {
  const at = Number.isSafeInteger(page) && page >= 1 ? Math.min(page, 100_000) : 1;
  return { limit: pageSize, offset: (at - 1) * pageSize, page: at };
}
