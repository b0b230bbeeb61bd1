import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { engine } from "#db/engine.ts";
import { administer } from "#db/testing.ts";
import { DEMO_ACCOUNTS } from "#domain/accounts/demo-accounts.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { createDatabase } from "#tests/support/postgres-server.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { freePort } from "#tests/support/servers.ts";

/** Seeding a demo takes seconds; a start that has nothing to do must not. */
const FIRST_START_MS_MAX = scaleDeadline(100_000);
const SECOND_START_MS_MAX = scaleDeadline(10_000);

/** An empty place for a school: a data folder that is not there yet and, on PostgreSQL, an empty database. */
async function emptyPlace() {
  const home = mkdtempSync(path.join(tmpdir(), "matricula-start-"));
  const dataDir = path.join(home, "school", "data");
  const name = `start_${randomBytes(6).toString("hex")}`;
  const server = process.env.DATABASE_URL as string;
  const url = engine === "postgres" ? await createDatabase(server, name) : path.join(dataDir, "matricula.db");
  undo.push(async () => {
    if (engine === "postgres") await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    rmSync(home, { recursive: true, force: true });
  });
  const port = await freePort();
  const env = { PORT: String(port), MATRICULA_DATA_DIR: dataDir, DATABASE_URL: engine === "postgres" ? url : "" };
  return { dataDir, url, port, env };
}

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** `npm start`: what npm runs, or npm itself. */
function start(env: Record<string, string>, [program, ...args] = [process.execPath, "ops/cli/start.ts"]) {
  const child = spawn(program as string, args, {
    env: { ...process.env, MATRICULA_LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  undo.push(async () => void child.kill("SIGKILL"));
  return { child, said: () => said, ended };
}

/** Waits until the school answers on `port`. */
async function opened({ child, said }: { child: ChildProcess; said(): string }, port: number, msMax: number) {
  const deadline = performance.now() + msMax;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended at once:\n${said()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`the school did not open within ${msMax} ms:\n${said()}`);
}

async function stopped({ child, ended }: { child: ChildProcess; ended: Promise<number | null> }) {
  child.kill("SIGTERM");
  await ended;
}

/** Every row of every table, but for what the jobs note about themselves. */
async function contents(url: string): Promise<Record<string, string[]>> {
  const { tables, rows, end } = engine === "postgres" ? await openPostgres(url) : openSqlite(url);
  const found: Record<string, string[]> = {};
  // The jobs of a school that is open go on booking its accounts.
  for (const table of (await tables()).filter((name) => !/^(leases|course_fts|sqlite_|accounting_)/.test(name))) {
    found[table] = (await rows(table)).map((row) => JSON.stringify(row)).sort();
  }
  await end();
  return found;
}

const QUIET_MS = 3_000;

/** A job makes the files of the demo's invoices, which a busy machine may still do in its second start. */
async function areInvoicesMade(url: string): Promise<boolean> {
  const { audit_log: audit = [], invoices = [] } = await contents(url);
  return invoices.length > 0 && audit.filter((row) => row.includes('"invoice.make"')).length >= invoices.length;
}

/** Whether nothing has changed since it was asked before: what is made is mailed next, and whatever is stopped midway goes on in the second start. */
function lookForChanges(url: string): () => Promise<boolean> {
  let before = "";
  return async () => {
    const now = JSON.stringify(await contents(url));
    const isSame = now === before;
    before = now;
    return isSame;
  };
}

type Row = Record<string, unknown>;

async function openPostgres(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ask = async <Each extends Row>(text: string) => (await client.query<Each>(text)).rows;
  const names =
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";
  return {
    tables: async () => (await ask<{ name: string }>(names)).map(({ name }) => name),
    rows: (table: string) => ask(`SELECT * FROM "${table}"`),
    end: () => client.end(),
  };
}

function openSqlite(file: string) {
  const sqlite = new BetterSqlite(file, { readonly: true });
  const ask = <Each extends Row>(text: string) => sqlite.prepare(text).all() as Each[];
  return {
    tables: async () =>
      ask<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name),
    rows: async (table: string) => ask(`SELECT * FROM "${table}"`),
    end: async () => void sqlite.close(),
  };
}

test(
  "with nothing said the demo school is created once; a second start is quick and changes nothing",
  inAll,
  async () => {
    const { env, url, port } = await emptyPlace();
    const first = start(env);
    await opened(first, port, FIRST_START_MS_MAX);
    for (const { email } of DEMO_ACCOUNTS) expect(first.said()).toContain(email);
    expect(await eventually(() => areInvoicesMade(url), FIRST_START_MS_MAX, 500)).toBe(true);
    expect(await eventually(lookForChanges(url), FIRST_START_MS_MAX, QUIET_MS)).toBe(true);
    await stopped(first);
    const before = await contents(url);
    expect(before.users?.length).toBeGreaterThan(50);

    const second = start(env);
    await opened(second, port, SECOND_START_MS_MAX);
    expect(second.said()).not.toContain("migrations applied");
    expect(second.said()).not.toContain("demo school is created");
    await stopped(second);
    const after = await contents(url);
    const differing = Object.keys({ ...before, ...after }).filter(
      (table) => String(after[table]) !== String(before[table]),
    );
    expect(differing.map((table) => [table, after[table]?.filter((row) => !before[table]?.includes(row))])).toEqual([]);
  },
);

test("told to end by npm, which is told to end, the school is gone", inAll, async () => {
  const { env, port } = await emptyPlace();
  const school = start({ ...env, MATRICULA_OWNER_EMAIL: "owner@school.example" }, ["npm", "start"]);
  await opened(school, port, FIRST_START_MS_MAX);
  await stopped(school);
  await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow(), {
    timeout: scaleDeadline(10_000),
  });
});

test("with an owner named the school is empty and theirs, where the settings say, and its link is printed once", async () => {
  const { env, url, port, dataDir } = await emptyPlace();
  const real = { ...env, MATRICULA_OWNER_EMAIL: "Owner@School.example", MATRICULA_URL: "https://school.example" };
  const first = start(real);
  await opened(first, port, FIRST_START_MS_MAX);
  expect(first.said()).toMatch(/https:\/\/school\.example\/welcome\/\S+/);
  expect(first.said()).not.toContain("demo");
  await stopped(first);
  const { users, courses, invitations } = await contents(url);
  expect([users?.length, courses?.length, invitations?.length]).toEqual([0, 0, 1]);
  expect(invitations?.[0]).toContain("owner@school.example");
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe("700");
  const kept = readdirSync(dataDir).filter((name) => !/-(wal|shm)$/.test(name));
  expect(kept.sort()).toEqual(engine === "postgres" ? ["secrets.json"] : ["matricula.db", "secrets.json"]);

  const second = start(real);
  await opened(second, port, SECOND_START_MS_MAX);
  expect(second.said()).not.toContain("welcome");
  await stopped(second);
});

test("wrong settings are all named before anything is made", async () => {
  const { env, dataDir } = await emptyPlace();
  const wrong = {
    PORT: "eighty",
    MATRICULA_URL: "school.example",
    MATRICULA_OWNER_EMAIL: "nobody",
    MATRICULA_SECRET: "short",
    SMTP_URL: "https://mail.example",
    STRIPE_SECRET_KEY: "pk_live_1",
  };
  const refused = start({ ...env, ...wrong });
  expect(await refused.ended).toBe(1);
  for (const name of Object.keys(wrong)) expect(refused.said()).toMatch(new RegExp(`^  ${name}: .+\\. Mend: .+`, "m"));
  expect(refused.said()).not.toMatch(/^\s+at /m);
  expect(existsSync(dataDir)).toBe(false);
});

test("a database from a newer version is refused by its name, and nothing in it is touched", inAll, async () => {
  const { env, url, port } = await emptyPlace();
  const owner = { ...env, MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_URL: "https://school.example" };
  const first = start(owner);
  await opened(first, port, FIRST_START_MS_MAX);
  await stopped(first);
  await fromTheFuture(url);
  const before = await contents(url);

  const refused = start(owner);
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain('the migration "9999_from_the_future"');
  expect(refused.said()).toContain("made by a newer version");
  expect(refused.said()).not.toMatch(/^\s+at /m);
  expect(await contents(url)).toEqual(before);
});

async function fromTheFuture(url: string) {
  const row = "INSERT INTO matricula_migrations (tag, hash, applied_at) VALUES ('9999_from_the_future', 'x', '2030')";
  if (engine === "postgres") return administer(url, row);
  const sqlite = new BetterSqlite(url);
  sqlite.exec(row);
  sqlite.close();
}

test("a database that cannot be had is named in plain words", async () => {
  const { env, dataDir } = await emptyPlace();
  const away = engine === "postgres" ? "postgres://nobody@127.0.0.1:1/none" : `file:${dataDir}/secrets.json/db`;
  const refused = start({ ...env, DATABASE_URL: away });
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain("cannot be opened or written");
  expect(refused.said()).toContain("DATABASE_URL");
  expect(refused.said()).not.toMatch(/^\s+at /m);
});
