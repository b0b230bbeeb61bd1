/** Schools to move, for the tests of a move: one with something of everything, and a PostgreSQL server to move it to. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { findMemoryFolder } from "#tests/support/memory-folder.ts";
import { createDatabase, type StartedPostgres, startPostgres } from "#tests/support/postgres-server.ts";
import { openFixtureSchool } from "#tests/support/route-table/fixtures.ts";
import { prepareTarget } from "./arriving.ts";
import { CHANGES } from "./change-log.ts";
import { describePlace } from "./describe-place.ts";
import { ARRIVING } from "./markers.ts";
import { moveDatabase } from "./move-database.ts";

export type MoveTests = Awaited<ReturnType<typeof openMoveTests>>;

/** What all files of tests in a process share, for it takes longer to make than most tests: plain values, which outlive the modules of a file. */
type Shared = {
  home: string;
  school: string;
  server: StartedPostgres;
  databases: number;
  begun?: Promise<string>;
  moved?: Promise<string>;
};

/** What the databases of a whole run come to, and as much again. */
const SERVER_BYTES_MIN = 3_000_000_000;

declare global {
  var matriculaMoveTests: Promise<Shared> | undefined;
}

async function openShared(): Promise<Shared> {
  const home = mkdtempSync(path.join(tmpdir(), "matricula-move-"));
  // The school's files are on the disk, as they are where one moves; of the server only what it answers is tested.
  const server = await startPostgres(undefined, undefined, findMemoryFolder(SERVER_BYTES_MIN));
  // The runner ends its processes by this signal, and the server would stay.
  process.once("SIGTERM", () => {
    rmSync(home, { recursive: true, force: true });
    void server.stop().finally(() => process.exit());
  });
  const school = path.join(home, "fixture.db");
  const fixtures = await openFixtureSchool();
  onFile(fixtures.school.database.url, (sqlite) => sqlite.prepare("VACUUM INTO ?").run(school));
  onFile(school, (sqlite) => sqlite.pragma("journal_mode = WAL"));
  await fixtures.close();
  onFile(school, (sqlite) => {
    sqlite.exec(
      "INSERT INTO course_search (row, course_id, title, body) SELECT 7, id, title, '' FROM courses WHERE title = 'Bookbinding'",
    );
    fillEmptyTables(sqlite);
    addAwkwardRows(sqlite);
  });
  return { home, school, server, databases: 0 };
}

export async function openMoveTests() {
  const shared = await (globalThis.matriculaMoveTests ??= openShared());
  const { school, server } = shared;
  const home = mkdtempSync(path.join(shared.home, "file-"));
  const copySchool = (): string => {
    const file = path.join(mkdtempSync(path.join(home, "school-")), "matricula.db");
    cpSync(school, file);
    return file;
  };
  const moveOnce = async () => {
    const there = await createDatabase(server.url, "moved_once");
    await move(copySchool(), there);
    return there;
  };
  const beginOnce = async () => {
    const there = await createDatabase(server.url, "begun_once");
    await prepareTarget(there, { id: "begun", place: "", at: "" }, undefined);
    return there;
  };
  const copyOf = async (from: string): Promise<string> => {
    const name = nameDatabase();
    await onServer(
      server.url,
      `CREATE DATABASE ${name} TEMPLATE ${new URL(from).pathname.slice(1)} STRATEGY FILE_COPY`,
    );
    return Object.assign(new URL(from), { pathname: `/${name}` }).href;
  };
  const made: string[] = [];
  const nameDatabase = () => {
    const name = `school_${++shared.databases}`;
    made.push(name);
    return name;
  };
  return {
    home,
    school,
    server,
    emptyDatabase: () => createDatabase(server.url, nameDatabase()),
    /** A copy of the school, at a place of its own. */
    copySchool,
    /** The same in PostgreSQL: it moves once, and is copied. */
    copyInPostgres: async () => copyOf(await (shared.moved ??= moveOnce())),
    /**
     * What an earlier move of the school in `file` has left in PostgreSQL that was ended before its first row: the tables, which take
     * more of a small school's move than all the rest. For tests of what comes after.
     */
    async begunDatabase(file: string): Promise<string> {
      const there = await copyOf(await (shared.begun ??= beginOnce()));
      await onServer(there, `UPDATE ${ARRIVING} SET place = '${describePlace(file)}'`);
      return there;
    },
    newFile: () => path.join(mkdtempSync(path.join(home, "back-")), "matricula.db"),
    async close() {
      for (const name of made) await onServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function move(from: string, to: string, onStep: (key: string) => void | Promise<void> = () => {}) {
  return moveDatabase({ from, to, clock: createSystemClock, say: ({ key }) => onStep(key) });
}

export async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

export function onFile<T>(file: string, work: (sqlite: BetterSqlite.Database) => T): T {
  const sqlite = new BetterSqlite(file);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

/** JSON is compared by what it says: PostgreSQL keeps neither the order of keys nor spaces. */
function readJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Every row of every table, as SQLite has it. */
export function contentOf(file: string): Record<string, unknown[]> {
  return onFile(file, (sqlite) => {
    const names = sqlite
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT' ORDER BY 1")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      names.map((name) => {
        const rows = sqlite.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).raw().all() as unknown[][];
        return [name, rows.map((row) => row.map(readJson))];
      }),
    );
  });
}

/** What other programs' moves have lost or changed: signs, sorting, numbers, years, keys of JSON, rows that refer to each other. */
function addAwkwardRows(sqlite: BetterSqlite.Database): void {
  const set = sqlite.prepare(
    "UPDATE users SET name = ?, created_at = ? WHERE id = (SELECT id FROM users LIMIT 1 OFFSET ?)",
  );
  const names = ["\\N", 'a\tb\r\n"c\\.', "{NULL,\\x00}", "Zoë 𝒳 👩‍👩‍👧 \u202e", "' OR ''='"];
  const moments = [-1, 0, -62_135_596_800_000, 253_402_300_799_999, 1_761_442_200_001];
  for (const [at, name] of names.entries()) set.run(name, moments[at], at);
  const settings = sqlite.prepare("INSERT INTO settings (key, value, updated_at) VALUES (?, ?, 1)");
  settings.run("É", '{"b": 1.50, "a": [null, true, "\\u2028 \\\\u0000", 1e21, -0.1], "__proto__": {}, "": ""}');
  settings.run("e", "null");
  settings.run("Z", '"text"');
  sqlite.prepare("INSERT INTO counters (name, value) VALUES ('large', 9007199254740991)").run();
  sqlite.prepare("INSERT INTO counters (name, value) VALUES ('negative', -1)").run();
}

/** One row for every table that has none: the first word that its CHECK allows, the first row that it may refer to, or JSON. */
function fillEmptyTables(sqlite: BetterSqlite.Database): void {
  const tables = sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%STRICT'").all();
  const isEmpty = (name: string) => sqlite.prepare(`SELECT 1 FROM "${name}"`).get() === undefined;
  const parentsOf = (name: string) =>
    sqlite.pragma(`foreign_key_list("${name}")`) as { from: string; table: string; to: string }[];
  let empty = (tables as { name: string; sql: string }[]).filter(({ name }) => isEmpty(name));
  while (empty.length > 0) {
    // A row may refer to one of a table that is as empty.
    const next = empty.filter(({ name }) => parentsOf(name).every(({ table }) => table === name || !isEmpty(table)));
    if (next.length === 0) throw new Error(`no row can be made for ${empty.map(({ name }) => name).join(", ")}`);
    for (const table of next) fillTable(sqlite, table, parentsOf(table.name));
    empty = empty.filter((table) => !next.includes(table));
  }
}

/** What a CHECK wants that no rule here would find. */
const KNOWN: Record<string, string> = { "order_instalments.level": "0" };

function fillTable(
  sqlite: BetterSqlite.Database,
  { name, sql }: { name: string; sql: string },
  parents: { from: string; table: string; to: string }[],
): void {
  const columns = sqlite.pragma(`table_info("${name}")`) as { name: string; type: string; notnull: 0 | 1 }[];
  const values = columns.map((column) => {
    const parent = parents.find(({ from }) => from === column.name);
    if (parent) return `(SELECT "${parent.to}" FROM "${parent.table}" LIMIT 1)`;
    const word = new RegExp(`${column.name}["\`]? in \\(('[^']*')`, "i").exec(sql)?.[1];
    return KNOWN[`${name}.${column.name}`] ?? word ?? (column.type === "INTEGER" ? "1" : "'{}'");
  });
  // A CHECK may want one of two columns only, or none of some: then those that may be empty are, as few as will do.
  const nullable = columns.flatMap((column, at) => (column.notnull === 0 ? [at] : []));
  const choices = [[], ...nullable.map((one) => [one]), ...nullable.map((_, last) => nullable.slice(0, last + 1))];
  for (const left of choices) {
    const row = values.map((value, at) => (left.includes(at) ? "NULL" : value));
    try {
      sqlite.exec(
        `BEGIN; INSERT INTO "${name}" VALUES (${row.join(", ")}); ${addOtherSide(name, columns, row)} COMMIT`,
      );
      return;
    } catch (error) {
      sqlite.exec("ROLLBACK");
      if (!String(error).includes("CHECK constraint failed")) throw error;
    }
  }
  throw new Error(`no row of ${name} meets its CHECKs`);
}

/** What must come to zero has a second row. */
function addOtherSide(name: string, columns: readonly { name: string }[], row: readonly string[]): string {
  if (name !== "accounting_lines") return "";
  const other = columns.map((column, at) => ({ id: "'other'", amount_minor: "-1" })[column.name] ?? row[at]);
  return `INSERT INTO "${name}" VALUES (${other.join(", ")});`;
}

/** How much of what notes changes is in a database. */
export async function countNotes(url: string): Promise<number> {
  if (!url.startsWith("postgres")) {
    const select = `SELECT 1 FROM sqlite_schema WHERE name LIKE '${CHANGES}%'`;
    return onFile(url, (sqlite) => sqlite.prepare(select).all()).length;
  }
  const select = `SELECT 1 FROM pg_proc WHERE proname LIKE '${CHANGES}%'
    UNION ALL SELECT 1 FROM pg_class WHERE relname LIKE '${CHANGES}%' UNION ALL SELECT 1 FROM pg_trigger WHERE tgname LIKE '${CHANGES}%'`;
  return (await onServer(url, select)).length;
}

/** Runs statements where a school is, whichever engine has it. */
export async function writeTo(url: string, statements: string): Promise<void> {
  if (url.startsWith("postgres")) await onServer(url, statements);
  else onFile(url, (sqlite) => void sqlite.exec(statements));
}

export async function readFrom(url: string, select: string): Promise<unknown[]> {
  return url.startsWith("postgres") ? onServer(url, select) : onFile(url, (sqlite) => sqlite.prepare(select).all());
}

/** A folder with the program in it, settings of its own, and a school. */
export function installProgram(home: string, settings: Record<string, string>) {
  const folder = mkdtempSync(path.join(home, "program-"));
  for (const name of readdirSync("."))
    if (!/^(\.(?!next$)|data$)/.test(name)) symlinkSync(path.resolve(name), path.join(folder, name));
  const dataDir = path.join(folder, "data");
  mkdirSync(dataDir, { mode: 0o700 });
  const all = { MATRICULA_DATA_DIR: dataDir, MATRICULA_ALLOW_EPHEMERAL: "yes", ...settings };
  writeFileSync(
    path.join(folder, ".env"),
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    { mode: 0o600 },
  );
  const { NODE_ENV, PATH, NODE_COMPILE_CACHE, NODE_OPTIONS } = process.env;
  const environment = { NODE_ENV, PATH, NODE_COMPILE_CACHE, NODE_OPTIONS, HOME: folder, LC_ALL: "C.UTF-8" };
  return {
    folder,
    dataDir,
    settings: () => parseEnv(readFileSync(path.join(folder, ".env"), "utf8")),
    run(
      command: string,
      args: string[],
      { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
    ) {
      const options = { cwd: folder, env: { ...environment, ...env }, input, encoding: "utf8" } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [`ops/cli/${command}.ts`, ...args], options);
      return { status, said: stdout + stderr };
    },
    start: (command: string, args: string[]) =>
      spawn(process.execPath, [`ops/cli/${command}.ts`, ...args], {
        cwd: folder,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      }),
  };
}
