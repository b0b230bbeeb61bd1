import { sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Reader, Tx } from "./types.ts";

/**
 * Queries prepared once for each client that uses them. A prepared query belongs to the client it was made on: on SQLite
 * that client lives as long as the process, on PostgreSQL as long as the connection.
 */
export function perClient<Client extends Reader | Tx, Queries>(
  prepare: (client: Client) => Queries,
): (client: Client) => Queries {
  const made = new WeakMap<object, Queries>();
  return (client) => {
    let queries = made.get(client);
    if (queries === undefined) {
      queries = prepare(client);
      made.set(client, queries);
    }
    return queries;
  };
}

/** A named parameter that is written the way its column writes values (dates, booleans): a bare placeholder is not. */
export function param(column: AnySQLiteColumn, name: string) {
  return sql.param(sql.placeholder(name), column);
}
