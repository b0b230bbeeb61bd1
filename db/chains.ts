import { type SQL, sql } from "drizzle-orm";
import { engine } from "./engine.ts";

/** The tables whose rows carry the hash of the row before. */
export const CHAINS = ["audit_log", "journals"] as const;
export type Chain = (typeof CHAINS)[number];

/**
 * Whether a row gets its hash after the commit. Writes of PostgreSQL run side by side, and none of them may wait for the end of a
 * chain; on SQLite each knows it.
 */
export const isSealedLater = engine === "postgres";

/** The hash of a row that is not sealed yet. */
export const UNSEALED = "";

/** SQL: the number of a new row; some are drawn by writes that are undone. */
export const drawNumber = (chain: Chain): SQL<number> =>
  sql<number>`nextval(${sql.raw(`'${chain}_numbers'`)})`.mapWith(Number);

/** SQL: the number that this transaction has drawn last. */
export const drawnNumber = (chain: Chain): SQL<number> =>
  sql<number>`currval(${sql.raw(`'${chain}_numbers'`)})`.mapWith(Number);
