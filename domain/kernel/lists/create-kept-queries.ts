import { type Placeholder, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import type { Reader } from "#db/types.ts";
import type { Query } from "./define-view.ts";

/** So many ways to look at a list are kept for each connection; people use a few of them all day. */
const KEPT_MAX = 100;

type Prepared = ReturnType<Query<unknown>["prepare"]>;

/**
 * Keeps the queries of a list by name: drizzle takes longer to write out what a list shows of each row than SQLite takes to find
 * them. A query without a name is asked as it is.
 */
export function createKeptQueries() {
  const kept = perClient((_read: Reader) => new Map<string, Prepared>());
  return async <Row>(
    read: Reader,
    name: string | undefined,
    query: (at: (name: string) => number | Placeholder) => Query<Row>,
    values: Record<string, number> = {},
  ): Promise<Row[]> => {
    if (name === undefined) return query((each) => values[each] ?? 0);
    const queries = kept(read);
    let prepared = queries.get(name) as ReturnType<Query<Row>["prepare"]> | undefined;
    if (!prepared) {
      if (queries.size >= KEPT_MAX) queries.clear();
      queries.set(name, (prepared = query((each) => sql.placeholder(each)).prepare()));
    }
    return prepared.execute(values);
  };
}
