/** How the connections that a PostgreSQL server has are divided among the processes of a school. */
export type ConnectionPlan = {
  /** How many the server has for this school's account. */
  limit: number;
  /** How many all processes would use at their busiest. */
  needed: number;
  /** How many each process reads over. */
  readers: number;
  /** Whether the server has fewer than are needed, so that people wait where they need not. */
  isShort: boolean;
};

/** For backups, `npm run` and a person with psql. */
const FOR_COMMANDS = 5;
const READERS_MIN = 2;
/** What one process keeps busy: it has one core, and waits for the network in between. */
const READERS_MAX = 10;
const READERS_A_CORE = 4;

/** What the server leaves for an account that is no superuser, and what this database and this account may have of it. */
export const CONNECTION_LIMIT = `SELECT least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0),
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)
  ) AS connection_limit`;

export type School = {
  processes: number;
  cores: number;
  /** What each process needs beside its readers. */
  others: number;
};

export function planConnections(limit: number, { processes, cores, others }: School): ConnectionPlan {
  const wanted = Math.min(READERS_MAX, Math.max(READERS_MIN, READERS_A_CORE * cores));
  const share = Math.floor((limit - FOR_COMMANDS) / processes) - others;
  const readers = Math.max(READERS_MIN, Math.min(wanted, share));
  const needed = processes * (wanted + others) + FOR_COMMANDS;
  return { limit, needed, readers, isShort: needed > limit };
}
