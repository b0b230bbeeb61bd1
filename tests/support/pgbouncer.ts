/**
 * PgBouncer in transaction mode before a test's PostgreSQL, where Debian's package is installed. `MATRICULA_TEST_PGBOUNCER` names another program, as for a
 * newer version.
 */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./postgres-server.ts";

const PROGRAM = process.env.MATRICULA_TEST_PGBOUNCER ?? "/usr/sbin/pgbouncer";
const START_MS_MAX = 30_000;
/** It refuses to run as root, like PostgreSQL. */
const NOBODY = 65534;

export const hasPgBouncer = existsSync(PROGRAM);

export type Pooler = { url: string; stop(): Promise<void> };

/** `settings` as in pgbouncer.ini. Two connections to the server serve all who ask, so that nobody keeps one between transactions. */
export async function startPgBouncer(
  databaseUrl: string,
  settings: Record<string, string | number> = {},
): Promise<Pooler> {
  const to = new URL(databaseUrl);
  const home = mkdtempSync(path.join(tmpdir(), "matricula-pgbouncer-"));
  const port = await freePort();
  const name = to.pathname.slice(1);
  const users = path.join(home, "users.txt");
  writeFileSync(users, `"${to.username}" "${decodeURIComponent(to.password)}"\n`);
  const own = {
    ...{ listen_addr: "127.0.0.1", listen_port: port, unix_socket_dir: "", auth_type: "plain", auth_file: users },
    ...{ pool_mode: "transaction", default_pool_size: 2, max_client_conn: 100, logfile: path.join(home, "log") },
    ...settings,
  };
  const lines = Object.entries(own).map(([key, value]) => `${key} = ${value}`);
  const file = path.join(home, "pgbouncer.ini");
  const line = `${name} = host=${to.hostname} port=${to.port} dbname=${name}`;
  writeFileSync(file, ["[databases]", line, "[pgbouncer]", ...lines, ""].join("\n"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const each of [home, users, file]) chownSync(each, NOBODY, NOBODY);
  const pooler = spawn(PROGRAM, ["-q", file], { stdio: "ignore", ...(isRoot && { uid: NOBODY, gid: NOBODY }) });
  const kill = () => void pooler.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise((done) => pooler.once("exit", done));
  await untilTaken(port);
  to.host = `127.0.0.1:${port}`;
  return {
    url: to.href,
    async stop() {
      process.off("exit", kill);
      pooler.kill("SIGTERM");
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Waits until somebody takes connections there. */
async function untilTaken(port: number): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  for (;;) {
    const isTaken = await new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => (socket.destroy(), done(true)));
      socket.once("error", () => done(false));
    });
    if (isTaken) return;
    if (performance.now() > deadline) throw new Error(`PgBouncer takes no connections at ${port}`);
    await wait(50);
  }
}
