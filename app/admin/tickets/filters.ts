import type { SearchParams } from "#app/admin/_list/list.ts";
import { QueueFiltersInput } from "#domain/tickets/inputs.ts";
import type { QueueFilters } from "#domain/tickets/list-tickets.ts";

/** The queue's filters as they stand in an address. */
export function queueFilters(params: SearchParams): QueueFilters {
  const { priority, about, q, ...always } = QueueFiltersInput.parse(params);
  return { ...always, ...(priority ? { priority } : {}), ...(about ? { about } : {}), ...(q ? { q } : {}) };
}
