import type pg from "pg";
import { BEGINNING, readWalPosition, type WalPosition } from "./wal-position.ts";

/** How long a read waits for a replica that has not come far enough yet. */
const CATCH_UP_MS_MAX = 50;
const ASK_AGAIN_MS = 4;

export const REPLICA_POSITION = "SELECT pg_is_in_recovery() AS is_standby, pg_last_wal_replay_lsn()::text AS position";
export type PositionRow = { is_standby: boolean; position: string | null };

/** The connections of the replica: how far each has come, and a way to end them all at once. */
export function watchConnections(pools: readonly pg.Pool[]) {
  const open = new Set<pg.PoolClient>();
  const reached = new WeakMap<pg.PoolClient, WalPosition>();
  for (const pool of pools) {
    pool.on("connect", (client) => {
      // One that breaks while it is used must not end the process: its query fails.
      client.on("error", () => {});
      open.add(client);
    });
    pool.on("remove", (client) => open.delete(client));
  }
  return {
    /** Waits a little for a replica that is behind. What a connection is known to have reached is not asked again. */
    async hasReached(client: pg.PoolClient, wanted: WalPosition): Promise<boolean> {
      const deadline = performance.now() + CATCH_UP_MS_MAX;
      while ((reached.get(client) ?? BEGINNING) < wanted) {
        const { rows } = await client.query<PositionRow>(REPLICA_POSITION);
        const position = readWalPosition(rows[0]?.position) ?? BEGINNING;
        // One that was promoted goes its own way from there on, and comes to the same numbers by other changes.
        if (rows[0]?.is_standby !== true) return false;
        reached.set(client, position);
        if (position >= wanted) return true;
        if (performance.now() + ASK_AGAIN_MS > deadline) return false;
        await new Promise((wake) => setTimeout(wake, ASK_AGAIN_MS));
      }
      return true;
    },
    cut(): void {
      for (const client of open) (client as unknown as { connection: pg.Connection }).connection.stream.destroy();
    },
  };
}
