import type { QueueFilters } from "#domain/tickets/list-tickets.ts";

/** The filters as they stand in an address; what is the default is left out. */
export function queueQuery(filters: QueueFilters, changes: Partial<QueueFilters> = {}): string {
  const whole = { ...filters, ...changes };
  const query = new URLSearchParams();
  if (whole.state !== "unresolved") query.set("state", whole.state);
  if (whole.assignee !== "anyone") query.set("assignee", whole.assignee);
  if (whole.priority) query.set("priority", whole.priority);
  if (whole.about) query.set("about", whole.about);
  if (whole.q) query.set("q", whole.q);
  if (whole.sort !== "newest") query.set("sort", whole.sort);
  if (whole.page > 1) query.set("page", String(whole.page));
  return query.size === 0 ? "" : `?${query}`;
}

/** The same, for a ticket whose conversation is read further back: `before` is the message from which it goes on. */
export function earlierQuery(filters: QueueFilters, before: string): string {
  const query = new URLSearchParams(queueQuery(filters));
  query.set("before", before);
  return `?${query}`;
}
