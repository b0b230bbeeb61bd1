import type pg from "pg";
import { CHAINS, type Chain } from "./chains.ts";
import type { Ask, Sealing } from "./types.ts";

/** A lock of the transaction, so that it also works behind a pooler. */
const SEALER_LOCK = 7_236_503;
/** How often it is looked whether those who write have ended. */
const LOOK_MS = 20;
/** Longer than a write may take, and wait for its lock. */
const DECIDED_MS_MAX = 12_000;

const LAST_DRAWN = CHAINS.map((chain) => `SELECT '${chain}' AS chain, last_value FROM ${chain}_numbers`).join(
  " UNION ALL ",
);
/** Who writes holds this lock from before it has drawn a number until after its commit can be seen (db/postgres-writer.ts). */
const WRITING = `SELECT virtualtransaction AS id FROM pg_locks
  WHERE locktype = 'relation' AND relation = 'matricula_migrations'::regclass AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND mode IN ('RowExclusiveLock', 'ShareLock', 'ExclusiveLock')`;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the sealer of the chains needs of PostgreSQL. */
export function openSealing(pool: pg.Pool): Sealing {
  const ask: Ask = async <Row extends object>(text: string, values?: unknown[]) =>
    (await pool.query<Row>(text, values)).rows;
  const writing = async () => (await ask<{ id: string }>(WRITING)).map(({ id }) => id);
  return {
    async untilDecided() {
      // The numbers first: whoever has drawn one of them and still writes is then among those who write.
      const drawn = await ask<{ chain: Chain; last_value: string }>(LAST_DRAWN);
      const earlier = await writing();
      const deadline = performance.now() + DECIDED_MS_MAX;
      let now = earlier;
      while (now.some((id) => earlier.includes(id))) {
        if (performance.now() > deadline) return undefined;
        await wait(LOOK_MS);
        now = await writing();
      }
      return Object.fromEntries(drawn.map(({ chain, last_value }) => [chain, Number(last_value)])) as Record<
        Chain,
        number
      >;
    },
    async alone(fn) {
      const client = await pool.connect();
      let failed = true;
      try {
        await client.query("BEGIN");
        const { rows } = await client.query<{ mine: boolean }>(
          `SELECT pg_try_advisory_xact_lock(${SEALER_LOCK}) AS mine`,
        );
        const done = rows[0]?.mine
          ? await fn(async (text, values) => (await client.query(text, values)).rows)
          : undefined;
        await client.query("COMMIT");
        failed = false;
        return done;
      } finally {
        // Closing the connection ends its transaction, whatever state it is in.
        client.release(failed);
      }
    },
  };
}
