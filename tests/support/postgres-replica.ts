/** A streaming replica of a test's PostgreSQL: a copy of its folder that follows its log, as `pg_basebackup` would make it. */
import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { freePort, giveToServer, type Place, runAtServer, serve, type TestServer } from "./postgres-server.ts";

export type TestReplica = TestServer & {
  /** Starts it again after it was killed. */
  start(): Promise<void>;
  /** Stops its coming after, and lets it go on. */
  hold(): Promise<void>;
  letGo(): Promise<void>;
  promote(): Promise<void>;
};

/** `delayMs` holds it that far behind; `name` is what the primary knows it by (synchronous_standby_names). */
export async function startReplica(
  primary: TestServer,
  { delayMs = 0, name = "replica", more = [] }: { delayMs?: number; name?: string; more?: readonly string[] } = {},
): Promise<TestReplica> {
  const port = await freePort();
  const cluster = path.join(primary.place.home, `${name}-${port}`);
  const place: Place = { ...primary.place, cluster, port };
  await copyCluster(primary, cluster);
  const url = new URL(primary.url);
  const conninfo = `host=127.0.0.1 port=${primary.place.port} user=${url.username} password=${url.password} application_name=${name}`;
  writeFileSync(path.join(cluster, "standby.signal"), "");
  appendFileSync(path.join(cluster, "postgresql.auto.conf"), `\nprimary_conninfo = '${conninfo}'\n`);
  giveToServer(path.join(cluster, "standby.signal"));
  // A commit on the primary says when it was made, so that a replica on the same machine can apply it that much later.
  const settings = ["hot_standby=on", `recovery_min_apply_delay=${delayMs}`, ...more];
  let server = await serve(place, settings);
  url.port = String(port);
  return {
    url: url.href,
    place,
    start: async () => void (server = await serve(place, settings)),
    stop: async () => {
      await server.stop();
      await rm(cluster, { recursive: true, force: true });
    },
    kill: () => server.kill(),
    hold: () => ask(url.href, "SELECT pg_wal_replay_pause()"),
    letGo: () => ask(url.href, "SELECT pg_wal_replay_resume()"),
    promote: () => runAtServer(place, path.join(place.bin, "pg_ctl"), ["promote", "-D", cluster, "-w"]),
  };
}

async function copyCluster(primary: TestServer, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('replica', fast => true)");
    mkdirSync(to, { mode: 0o700 });
    giveToServer(to);
    const from = primary.place.cluster;
    const left = new Set(["postmaster.pid", "postmaster.opts"]);
    await runAtServer(primary.place, "cp", ["-a", `${from}/.`, to]).catch(() => cp(from, to, { recursive: true }));
    for (const name of left) await rm(path.join(to, name), { force: true });
    const { rows } = await client.query<{ labelfile: string }>(
      "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)",
    );
    writeFileSync(path.join(to, "backup_label"), rows[0]?.labelfile ?? "");
    giveToServer(path.join(to, "backup_label"));
    chmodSync(to, 0o700);
  } finally {
    await client.end();
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
