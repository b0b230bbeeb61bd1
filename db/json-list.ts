import { type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { engine } from "./engine.ts";

/** SQL: what a group's rows hold, in an order, as one list; an empty one where there are none. */
export function gatherJson(value: SQLWrapper, order: SQL): SQL {
  return engine === "postgres"
    ? sql`coalesce(json_agg(${value} order by ${order}), '[]')`
    : sql`json_group_array(${value} order by ${order})`;
}

/** SQL: the one value of a subquery that gathers: PostgreSQL's driver has read the list already, SQLite gives its text. */
export function selectJson<T>(query: SQLWrapper): SQL<T> {
  return sql<T>`(${query})`.mapWith((value: unknown) => (typeof value === "string" ? JSON.parse(value) : value) as T);
}
