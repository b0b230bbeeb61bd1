import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Beside } from "./types.ts";

/** For a write whose statements each guard themselves. */
export const BESIDE_ALL: Beside = () => [];

/** SQL (PostgreSQL): waits until no other write holds the key, in order, and holds it until the end of this one. */
export const takeKey = (kind: string, id: SQLWrapper): SQL =>
  sql`pg_advisory_xact_lock(hashtextextended(${sql.raw(`'${kind}:'`)} || ${id}::text, 0))`;
