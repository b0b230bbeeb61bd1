import type pg from "pg";
import { storageTroubleOf } from "./errors.ts";
import { openPool } from "./postgres-connect.ts";
import { LAG_MS_MAX, type ReadScope } from "./read-scope.ts";
import { type PositionRow, REPLICA_POSITION, watchConnections } from "./replica-connections.ts";
import { createLagMeter } from "./replica-lag.ts";
import { BEGINNING, NEVER, readWalPosition, type WalPosition } from "./wal-position.ts";

/** How often the replica is checked, and how long it may be silent: one that dies is out of use within three seconds. */
const LOOK_EVERY_MS = 1_000;
const SILENT_MS_MAX = 2_000;

/** `unknown` until it was checked; `promoted`: it takes writes of its own, and what is written here does not reach it any more;
 * `foreign`: it is no copy of this school's database at all. */
export const REPLICA_STATES = ["in_use", "unknown", "behind", "away", "promoted", "foreign"] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** Every cluster has a number of its own, which its copies keep, and may hold several databases. */
export const IDENTITY =
  "SELECT system_identifier::text || '/' || current_database() AS identity FROM pg_control_system()";
export type IdentityRow = { identity: string };

/** Why a read that the replica might have answered went to the primary. */
export const FALLBACKS = ["not_caught_up", "behind", "away", "promoted", "foreign", "failed"] as const;
export type Fallback = (typeof FALLBACKS)[number];

/** The replica as this process has seen it. */
export type ReplicaView = {
  state: ReplicaState;
  /** How old what it shows may be; null before it is known. */
  lagMs: number | null;
  /** Reads of requests that may go to the replica, by where they were answered. */
  readsOnReplica: number;
  readsOnPrimary: number;
  fallbacks: Readonly<Record<Fallback, number>>;
};

export type QueryArgs = readonly unknown[];
type Answer = { result: unknown };

type ReplicaOptions = {
  /** How far the primary's log has come, and which cluster and database it is; both throw while it is away. */
  primaryPosition: () => Promise<WalPosition>;
  primaryIdentity: () => Promise<string>;
  connectionsMax: number;
};

/**
 * A streaming replica that answers reads. It is checked every second, and each of its connections knows how far it has come: so the
 * address may also be that of a balancer before several of them. A read that it cannot answer is answered by the primary.
 */
export function openReplica(connectionString: string, { connectionsMax, ...primary }: ReplicaOptions) {
  const silence = { connectionTimeoutMillis: SILENT_MS_MAX, keepAlive: true };
  const pool = openPool(connectionString, { max: connectionsMax, ...silence });
  const looker = openPool(connectionString, { max: 1, query_timeout: SILENT_MS_MAX, ...silence });
  const connections = watchConnections([pool, looker]);
  const watch = watchReplica(looker, { ...primary, onAway: connections.cut });
  const counts = { readsOnReplica: 0, readsOnPrimary: 0 };
  const fallbacks = Object.fromEntries(FALLBACKS.map((why) => [why, 0])) as Record<Fallback, number>;

  function passOver(scope: ReadScope, why: Fallback): undefined {
    fallbacks[why] += 1;
    counts.readsOnPrimary += 1;
    // The rest of the request does not wait again.
    scope.mayLag = false;
    return undefined;
  }

  /** Undefined when there was no answer: the query may be asked elsewhere, since a read changes nothing. */
  async function ask(args: QueryArgs, atLeast: WalPosition): Promise<Answer | "not_caught_up" | undefined> {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      if (!(await connections.hasReached(client, atLeast))) {
        client.release();
        return "not_caught_up";
      }
      const result: unknown = await (client.query as (...all: unknown[]) => Promise<unknown>)(...fresh(args));
      client.release();
      return { result };
    } catch (error) {
      client?.release(true);
      if (storageTroubleOf(error) === "away") watch.noteAway();
      return undefined;
    }
  }

  return {
    /** Undefined when the primary has to answer. */
    async read(args: QueryArgs, scope: ReadScope): Promise<Answer | undefined> {
      if (!scope.mayLag) {
        counts.readsOnPrimary += 1;
        return undefined;
      }
      const state = await watch.known();
      if (state !== "in_use") return passOver(scope, state === "unknown" ? "away" : state);
      if (scope.atLeast === NEVER) return passOver(scope, "not_caught_up");
      const oldest = watch.oldestShown();
      const answer = await ask(args, scope.atLeast > oldest ? scope.atLeast : oldest);
      if (answer === undefined || answer === "not_caught_up") return passOver(scope, answer ?? "failed");
      counts.readsOnReplica += 1;
      return answer;
    },
    /** While the primary is away, what the replica has is better than nothing, however old. Undefined when it has no answer either. */
    async readAnyway(args: QueryArgs): Promise<Answer | undefined> {
      const state = await watch.known();
      if (state === "away" || state === "unknown" || state === "foreign") return undefined;
      const answer = await ask(args, BEGINNING);
      if (answer === "not_caught_up" || answer === undefined) return undefined;
      counts.readsOnReplica += 1;
      return answer;
    },
    look: watch.look,
    view: (): ReplicaView => ({ ...watch.view(), ...counts, fallbacks }),
    setConnectionsMax: (max: number): void => pool.setMax(max),
    async end(): Promise<void> {
      await watch.end();
      await Promise.all([pool.end(), looker.end()]);
    },
  };
}

type WatchOptions = Pick<ReplicaOptions, "primaryPosition" | "primaryIdentity"> & {
  /** Whatever still waits for the replica is told so. */
  onAway: () => void;
};

/** Looks at the replica every second. Begins with the first read that might go there: a command that only writes never connects. */
function watchReplica(looker: pg.Pool, { primaryPosition, primaryIdentity, onAway }: WatchOptions) {
  const lag = createLagMeter();
  let state: ReplicaState = "unknown";
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  /** Whether it is a copy of this school's database. Undefined before both could be asked. */
  let isOurs: boolean | undefined;

  async function compareIdentity(): Promise<boolean | undefined> {
    const ours = await primaryIdentity().catch(() => undefined);
    if (ours === undefined) return undefined;
    const { rows } = await looker.query<IdentityRow>(IDENTITY);
    return rows[0]?.identity === ours;
  }

  async function lookOnce(): Promise<void> {
    // When the primary is away its log stands still, and what the replica shows becomes no older by that.
    const primary = await primaryPosition().catch(() => undefined);
    if (primary !== undefined) lag.primaryIsAt(primary);
    try {
      const { rows } = await looker.query<PositionRow>(REPLICA_POSITION);
      lag.replicaIsAt(readWalPosition(rows[0]?.position) ?? BEGINNING);
      isOurs ??= await compareIdentity();
      if (isOurs === undefined) state = "unknown";
      else if (!isOurs) state = "foreign";
      else if (rows[0]?.is_standby !== true) state = "promoted";
      else state = lag.ms() > LAG_MS_MAX ? "behind" : "in_use";
    } catch {
      state = "away";
      isOurs = undefined;
      onAway();
    }
  }

  function look(): Promise<void> {
    if (isEnded) return Promise.resolve();
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      clearTimeout(timer);
      if (isEnded) return;
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      timer.unref();
    });
    return looking;
  }

  return {
    look,
    async known(): Promise<ReplicaState> {
      if (timer === undefined && !isEnded) await look();
      return state;
    },
    /** A connection broke: it is checked now, and nobody else tries meanwhile. */
    noteAway(): void {
      state = "away";
      void look();
    },
    oldestShown: lag.oldestShown,
    view: () => ({ state, lagMs: state === "unknown" ? null : lag.ms() }),
    async end(): Promise<void> {
      isEnded = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** node-postgres writes into the query that it is given, so that a second try needs one of its own. */
function fresh([query, ...rest]: QueryArgs): unknown[] {
  return [typeof query === "string" ? query : { ...(query as object) }, ...rest];
}
