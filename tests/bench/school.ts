import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import BetterSqlite from "better-sqlite3";
import { isUp, startOne, type TestServer, freePort } from "#tests/support/servers.ts";
import type { Bench } from "./measure.ts";
import type { SchoolFacts } from "./school-facts.ts";

/** Known to the bench, which signs as the gateway does. */
export const SECRET = "a secret for the bench, known to everyone";

export type BenchSchool = { folder: string; file: string; facts: SchoolFacts };

/** A school of its own for one measure: a copy of the one that was made first. */
export async function openBenchSchool(bench: Bench): Promise<BenchSchool> {
  const made = join(bench.folder, "made");
  if (!existsSync(join(made, "facts.json"))) await makeSchool(made);
  return copySchool(bench, made);
}

export function copySchool(bench: Bench, made: string): BenchSchool {
  const folder = mkdtempSync(join(bench.folder, "school-"));
  const file = join(folder, "matricula.db");
  copyFileSync(join(made, "matricula.db"), file);
  return { folder, file, facts: readFacts(made) };
}

export function readFacts(made: string): SchoolFacts {
  return JSON.parse(readFileSync(join(made, "facts.json"), "utf8")) as SchoolFacts;
}

async function makeSchool(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const env = { ...process.env, MATRICULA_DATA_DIR: folder, MATRICULA_SECRET: SECRET, MATRICULA_LOG_LEVEL: "silent" };
  const script = fileURLToPath(new URL("./make-school.ts", import.meta.url));
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error("the school for the bench could not be made");
  foldLog(join(folder, "matricula.db"));
}

/** Brings everything into the one file, so that copying it copies the school. */
export function foldLog(file: string) {
  const sqlite = new BetterSqlite(file);
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
  sqlite.close();
}

export type Serving = { origin: string; pid: number; stop(): Promise<void> };

/** A production server of the built pages on a school, with the bare routes open. */
export async function serve(
  school: { file: string; folder: string },
  env: Record<string, string> = {},
  program?: string[],
): Promise<Serving> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = startOne(port, { ...serverEnv(port, school.folder), ...env }, program);
  try {
    await isUp(server);
  } catch (error) {
    await stop(server);
    throw error;
  }
  return { origin, pid: server.process.pid ?? 0, stop: () => stop(server) };
}

/** The same entered through the school's door, as `npm start` has it, with one process behind it. */
export const serveThroughListener = (school: { file: string; folder: string }) =>
  serve(school, { WEB_CONCURRENCY: "1" }, ["ops/cli/start.ts"]);

/** The settings of a measured school: its own files, a known secret, no limit on what one token may ask. */
export function serverEnv(port: number, folder: string): Record<string, string> {
  return {
    PORT: String(port),
    MATRICULA_URL: `http://localhost:${port}`,
    MATRICULA_DATA_DIR: folder,
    DATABASE_URL: "",
    MATRICULA_SECRET: SECRET,
    MATRICULA_API_PER_MINUTE: "0",
    MATRICULA_BENCH: "1",
    MATRICULA_LOG_LEVEL: "error",
  };
}

export function nextProgram(): string {
  return createRequire(import.meta.url).resolve("next/dist/bin/next");
}

async function stop({ process: child }: TestServer) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(late);
}

export function forget(school: { folder: string }) {
  rmSync(school.folder, { recursive: true, force: true });
}
