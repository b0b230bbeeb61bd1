import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineOf } from "#db/engine.ts";
import { COMPILE_CACHE } from "#ops/compile-cache.ts";
import { SERVER_NODE_ARGS } from "#ops/server/processes.ts";

export type TestServer = { url: string; process: ChildProcess; log: () => string };

export type TestServers = {
  all: TestServer[];
  /** Which origin forms must say they come from, whichever server they are sent to. */
  origin: string;
  stop(): Promise<void>;
};

/** All servers of a test share it, as those of one school share the one in the data folder. */
export const SERVERS_SECRET = "a secret for tests, known to everyone";
const START_MS_MAX = 300_000;

/**
 * Production servers of the built pages, all on one database, each a process of its own on loopback. `databaseUrl` is a SQLite
 * file (its folder becomes the data folder) or a PostgreSQL URL.
 */
export async function startServers(
  count: number,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<TestServers> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("the pages are not built; run: npm run build");
  const postgres = engineOf(databaseUrl) === "postgres";
  const dataDir = postgres ? mkdtempSync(join(tmpdir(), "matricula-servers-")) : dirname(databaseUrl);
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const origin = `http://localhost:${ports[0]}`;
  const all = ports.map((port) =>
    startOne(port, {
      MATRICULA_URL: origin,
      MATRICULA_DATA_DIR: dataDir,
      DATABASE_URL: postgres ? databaseUrl : "",
      ...env,
    }),
  );
  const stop = async () => {
    await Promise.all(all.map(stopOne));
    if (postgres) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.all(all.map(isUp));
  } catch (error) {
    await stop();
    throw error;
  }
  return { all, origin, stop };
}

/** One more server on a port of its own, beside others or after one that was killed. */
export function startOne(port: number, env: Record<string, string>, program = nextStart(port)): TestServer {
  const child = spawn(process.execPath, program, {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      MATRICULA_LOG_LEVEL: "warn",
      MATRICULA_SECRET: SERVERS_SECRET,
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
    });
  }
  return { url: `http://127.0.0.1:${port}`, process: child, log: () => text };
}

/** `next start`, one process without the school's door. */
function nextStart(port: number): string[] {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  return [...SERVER_NODE_ARGS, next, "start", "-H", "127.0.0.1", "-p", String(port)];
}

/** Waits until a server answers. */
export async function isUp(server: TestServer): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  while (performance.now() < deadline) {
    if (server.process.exitCode !== null) throw new Error(`the server ended at once:\n${server.log()}`);
    const answer = await fetch(`${server.url}/health`).catch(() => undefined);
    if (answer && answer.status < 500) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`the server did not answer in ${START_MS_MAX} ms:\n${server.log()}`);
}

async function stopOne({ process: child }: TestServer) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 50_000);
  await gone;
  clearTimeout(late);
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
