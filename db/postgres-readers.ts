import { CONNECTION_LIMIT, type ConnectionPlan, planConnections, type School } from "./connection-plan.ts";
import { isPrimaryAway } from "./errors.ts";
import { hideDetail } from "./hidden-values.ts";
import type { LatencyRecorder } from "./latencies.ts";
import { openPool } from "./postgres-connect.ts";
import { getReadScope } from "./read-scope.ts";
import { IDENTITY, type IdentityRow, openReplica, type QueryArgs, type ReplicaView } from "./replica.ts";
import { recordStatement } from "./request-statements.ts";
import { NEVER, readWalPosition, type WalPosition } from "./wal-position.ts";

const READERS_MAX = 10;
/** Longer than any list or report takes: a server that has not answered by then has lost the question. */
const ANSWER_MS_MAX = 60_000;
/** How long the primary may be silent when it is asked how far its log has come. */
const POSITION_MS_MAX = 2_000;
const POSITION = "SELECT pg_current_wal_insert_lsn()::text AS position";

type ReadersOptions = {
  replicaUrl?: string | undefined;
  times: LatencyRecorder;
  /** Told of every failed read: reads may find damaged rows. */
  onError: (error: unknown) => void;
};

/** What drizzle asks of a connection. A class, because it takes a plain object for its own configuration. */
export class QueryClient {
  readonly query: (...args: unknown[]) => Promise<unknown>;
  constructor(query: (...args: unknown[]) => Promise<unknown>) {
    this.query = query;
  }
}

/**
 * Everything that is read outside of writes: from the primary, and, where there is a replica, from that what a request may see of it.
 * While the primary is away, the replica answers for it.
 */
export function openReaders(connectionString: string, { replicaUrl, times, onError }: ReadersOptions) {
  const pool = openPool(connectionString, { max: READERS_MAX, query_timeout: ANSWER_MS_MAX });
  const ask = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const onPrimary: Query = (args) => ask(...args);
  const timed = (query: Query) =>
    new QueryClient((...args) => watched(() => query(args), textOf(args[0]), { times, onError }));
  const fit = async (school: School): Promise<ConnectionPlan> => {
    const { rows } = await pool.query<{ connection_limit: number }>(CONNECTION_LIMIT);
    const plan = planConnections(rows[0]?.connection_limit ?? 0, school);
    pool.setMax(plan.readers);
    return plan;
  };
  if (replicaUrl === undefined) {
    const client = timed(onPrimary);
    const end = () => pool.end();
    return { client, replicaClient: client, end, fit, noteWrite: undefined, notOlderThanNow, view: () => undefined };
  }
  const both = readFromBoth(onPrimary, { connectionString, replicaUrl, onError });
  return {
    client: timed(both.readPrimary),
    replicaClient: timed(both.readReplica),
    /** After a commit: whoever asked for it sees it from now on, wherever they read. */
    noteWrite: () => both.lift(true),
    notOlderThanNow: ({ isSeen = false } = {}) => both.lift(isSeen),
    view: (): ReplicaView | undefined => both.view(),
    /** Beside the readers there is the connection that asks for positions. The replica has a limit of its own, and as many cores. */
    async fit(school: School): Promise<ConnectionPlan> {
      const plan = await fit({ ...school, others: school.others + 1 });
      both.setConnectionsMax(plan.readers);
      return plan;
    },
    async end() {
      await both.end();
      await pool.end();
    },
  };
}

type Query = (args: QueryArgs) => Promise<unknown>;
type Both = Pick<ReadersOptions, "onError"> & { connectionString: string; replicaUrl: string };

/** What asks the replica, or the primary by `onPrimary`, and knows which of them may answer. */
function readFromBoth(onPrimary: Query, { connectionString, replicaUrl, onError }: Both) {
  const positions = watchPosition(connectionString);
  let isAway = false;
  const { untilAway, giveUp } = waitForAnswers();
  const noteAway = () => {
    isAway = true;
    giveUp();
  };
  const replica = openReplica(replicaUrl, {
    connectionsMax: READERS_MAX,
    primaryIdentity: positions.identity,
    primaryPosition: async () => {
      try {
        const position = await positions.now();
        isAway = false;
        return position;
      } catch (error) {
        if (isPrimaryAway(error)) noteAway();
        throw error;
      }
    },
  });

  /** The replica reads on for a primary that is away; when it cannot either, the primary's own error is told. */
  async function readPrimary(args: QueryArgs): Promise<unknown> {
    const instead = isAway ? await replica.readAnyway(args) : undefined;
    if (instead) return instead.result;
    const asked = onPrimary(args);
    try {
      const answer = await untilAway(asked);
      if (answer) return answer.result;
    } catch (error) {
      if (!isPrimaryAway(error)) throw error;
      noteAway();
      void replica.look();
      onError(error);
    }
    const answer = await replica.readAnyway(args);
    return answer ? answer.result : asked;
  }

  async function readReplica(args: QueryArgs): Promise<unknown> {
    const scope = getReadScope();
    const answer = scope && (await replica.read(args, scope));
    return answer ? answer.result : readPrimary(args);
  }

  /** Lifts what the request may read to what the primary has now. */
  async function lift(isSeen: boolean): Promise<void> {
    const scope = getReadScope();
    if (!scope) return;
    const position = await positions.now().catch(() => NEVER);
    if (position > scope.atLeast) scope.atLeast = position;
    if (isSeen) scope.onSeen?.(scope.atLeast);
  }

  return {
    readPrimary,
    readReplica,
    lift,
    view: replica.view,
    setConnectionsMax: replica.setConnectionsMax,
    async end() {
      await replica.end();
      await positions.end();
    },
  };
}

/** Reads that wait for the primary, which all give up when it is known that it is silent. */
function waitForAnswers() {
  const waiting = new Set<() => void>();
  return {
    giveUp(): void {
      for (const stop of waiting) stop();
    },
    /** Undefined when it was given up. */
    async untilAway(asked: Promise<unknown>): Promise<{ result: unknown } | undefined> {
      let stop = () => {};
      const isGivenUp = new Promise<undefined>((end) => waiting.add((stop = () => end(undefined))));
      try {
        return await Promise.race([asked.then((result) => ({ result })), isGivenUp]);
      } finally {
        waiting.delete(stop);
      }
    },
  };
}

async function notOlderThanNow(_options?: { isSeen?: boolean }): Promise<void> {}

/** Times a query, including the network, and reports its error. */
async function watched<T>(
  query: () => Promise<T>,
  text: string,
  { times, onError }: Pick<ReadersOptions, "times" | "onError">,
): Promise<T> {
  const begun = performance.now();
  try {
    return await query();
  } catch (error) {
    hideDetail(error);
    onError(error);
    throw error;
  } finally {
    const ms = performance.now() - begun;
    times.record(ms);
    recordStatement(text, ms);
  }
}

/** pg takes a statement as text, or in an object with its name and values. */
const textOf = (query: unknown) => (typeof query === "string" ? query : ((query as { text?: string }).text ?? ""));

/** Asks the primary how far its log has come, by a connection of its own: it must not wait behind long reads. */
function watchPosition(connectionString: string) {
  const pool = openPool(connectionString, {
    max: 1,
    connectionTimeoutMillis: POSITION_MS_MAX,
    query_timeout: POSITION_MS_MAX,
    keepAlive: true,
  });
  let next: Promise<WalPosition> | undefined;
  const ask = async () => {
    const { rows } = await pool.query<{ position: string }>(POSITION);
    return readWalPosition(rows[0]?.position) ?? NEVER;
  };
  return {
    /** Whoever asks before the question is sent shares it: all that they have committed is before the answer. */
    now: (): Promise<WalPosition> =>
      (next ??= Promise.resolve().then(() => {
        next = undefined;
        return ask();
      })),
    async identity(): Promise<string> {
      const { rows } = await pool.query<IdentityRow>(IDENTITY);
      return rows[0]?.identity ?? "";
    },
    end: () => pool.end(),
  };
}
