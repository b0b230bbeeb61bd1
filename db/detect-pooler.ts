import type pg from "pg";
import { connectOnce } from "./postgres-connect.ts";

/** Under load a pooler may hand out the same connection again by chance, but hardly as often as this. */
const ROUNDS = 8;

/**
 * Whether a pooler answers that shares its connections between transactions, as PgBouncer does in transaction mode: what one sets
 * for its session would reach another. Only asks. A pooler that keeps a connection for each session, as the front of some clouds does, is none.
 */
export async function detectPooler(url: string): Promise<boolean> {
  const one = await connectOnce(url);
  try {
    const first = await askProcess(one);
    // What PostgreSQL itself says when it greets; a pooler says a number of its own.
    if (first === (one as unknown as { processID: number }).processID) return false;
    const other = await connectOnce(url);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const theirs = await askProcess(other);
        // Twice, for a pooler of two connections that takes one after the other.
        const ours = [await askProcess(one), await askProcess(one)];
        if (ours.some((each) => each !== first || each === theirs)) return true;
      }
      return false;
    } finally {
      await other.end();
    }
  } finally {
    await one.end();
  }
}

async function askProcess(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return Number(rows[0]?.pid);
}
