/** What an edit changes: the values before and after of every field that is not already as wanted. */
export type Difference = { before: Record<string, unknown>; after: Record<string, unknown> };

/** Compares a row with what it should become; undefined when nothing changes. A field that is not sent stays as it is. */
export function diffRow(row: Record<string, unknown>, wanted: Record<string, unknown>): Difference | undefined {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(wanted)) {
    if (value === undefined || isSame(row[field], value)) continue;
    before[field] = row[field];
    after[field] = value;
  }
  return Object.keys(after).length === 0 ? undefined : { before, after };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (typeof one === "object" && typeof other === "object") return JSON.stringify(one) === JSON.stringify(other);
  return (one ?? null) === (other ?? null);
}
