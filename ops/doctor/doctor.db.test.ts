import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Config, readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { auditLog, journals, leases, outbox, samples } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { DAY_MS, HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "../health/format-finding.ts";
import { type Check, type CheckDepth } from "./check.ts";
import { checkBeforeStart } from "./before-start.ts";
import { quickIntegrity } from "./checks/content.ts";
import { isOlder } from "./checks/engine.ts";
import { filesystemOn } from "./checks/storage.ts";
import { runChecks } from "./run-checks.ts";
import { CHECKS } from "./list.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
let database: TestDatabase;
let home: string;
const english = translatorFor("en");

beforeAll(async () => {
  database = await openTestDatabase();
  home = mkdtempSync(path.join(tmpdir(), "matricula-doctor-"));
});

afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

afterEach(() =>
  database.write(async (tx) => {
    for (const table of [leases, outbox, samples]) await tx.delete(table);
  }),
);

const env = (more: Record<string, string> = {}) => ({
  MATRICULA_DATA_DIR: home,
  DATABASE_URL: engine === "postgres" ? database.url : `file:${database.url}`,
  ...more,
});
const REAL = { MATRICULA_OWNER_EMAIL: "owner@school.example", MATRICULA_URL: "https://school.example" };
const settings = (more: Record<string, string> = {}): Config => readConfig(env(more));

async function findings(check: string, depth: CheckDepth = "quick", of = settings()) {
  const report = await runChecks(of, depth, { now: NOW });
  return report.results.filter((each) => each.check === check).map((each) => formatFinding(each, english));
}

const states = async (check: string, depth?: CheckDepth, of?: Config) =>
  (await findings(check, depth, of)).map(({ state }) => state);

test("a school that is well has nothing wrong, at any depth", async () => {
  for (const depth of ["start", "quick", "full"] as const) {
    const report = await runChecks(settings(), depth, { now: NOW });
    const wrong = report.results.filter(({ check, state }) => state === "wrong" && check !== "engine");
    expect(wrong).toEqual([]);
    expect(report.results.map(({ check }) => check)).toContain("engine");
    expect(report.results.some(({ check }) => check === "integrity")).toBe(depth !== "start");
  }
});

test.runIf(engine === "postgres")("a server that was told to leave out what makes it lasting is wrong", async () => {
  // As the tests' own server is, for speed.
  const wrong = (await findings("engine", "start")).filter(({ state }) => state === "wrong");
  expect(wrong.map(({ mend }) => mend)).toEqual([
    "ALTER SYSTEM SET fsync = on",
    "ALTER SYSTEM SET full_page_writes = on",
    "ALTER SYSTEM SET synchronous_commit = on",
  ]);
});

test("a check that breaks is a finding, and the others go on", async () => {
  const broken: Check = {
    ...{ name: "broken", from: "start" },
    run() {
      throw new Error("no such thing");
    },
  };
  const report = await runChecks(settings(), "quick", { now: NOW, checks: [broken, ...CHECKS] });
  expect(report.results.find(({ check }) => check === "broken")).toMatchObject({ state: "wrong" });
  expect(report.results.length).toBeGreaterThan(5);
});

test("a check that is ended by damage says that it is damage", async () => {
  const code = engine === "postgres" ? "XX001" : "SQLITE_CORRUPT_VTAB";
  const broken: Check = {
    ...{ name: "broken", from: "start" },
    run() {
      throw Object.assign(new Error("a page is not as it was written"), { code });
    },
  };
  const { results: found } = await runChecks(settings(), "start", { now: NOW, checks: [broken] });
  expect(found.map((each) => formatFinding(each, english))).toEqual([
    expect.objectContaining({ state: "wrong", isDamage: true, words: expect.stringMatching(/is damaged: a page/) }),
  ]);
});

test("SQLite before the version that mended the loss of commits is refused", () => {
  for (const old of ["3.51.2", "3.50.9", "2.99.99", "3.51"]) expect([old, isOlder(old, "3.51.3")]).toEqual([old, true]);
  for (const good of ["3.51.3", "3.51.10", "3.54.1", "4.0.0"]) expect(isOlder(good, "3.51.3")).toBe(false);
});

test.runIf(existsSync("/proc/self"))("a folder for backups that can hold none is said at the start", async () => {
  const found = await findings("writable", "start", settings({ MATRICULA_BACKUP_DIR: "/proc/backups" }));
  expect(found).toMatchObject([
    { state: "ok" },
    {
      state: "wrong",
      words: "No backup can be made: /proc is on proc, which is what the system says of itself, and keeps nothing.",
      mend: "set MATRICULA_BACKUP_DIR to a folder on a disk",
    },
  ]);
});

describe("where the database lies", () => {
  const on = async (type: string, more: Record<string, string> = {}) =>
    await filesystemOn(() => [{ point: "/", type }]).run({
      settings: settings(more),
      now: NOW,
      database: undefined,
    });

  test
    .runIf(engine === "sqlite")
    .each(["nfs4", "nfs", "cifs", "smb3", "9p", "fuse.sshfs", "fuseblk", "tmpfs", "overlay"])(
    "%s is refused to a real school, told to a demo, and allowed by name",
    async (type) => {
      expect(await on(type, REAL)).toMatchObject([{ state: "wrong", refusesStart: true }]);
      const [told] = await on(type);
      expect([told?.state, told?.refusesStart]).toEqual(["warn", undefined]);
      const [allowed] = await on(type, { ...REAL, MATRICULA_ALLOW_FILESYSTEM: `xfs,${type}` });
      expect([allowed?.state, allowed?.refusesStart]).toEqual(["warn", undefined]);
    },
  );

  test.runIf(engine === "sqlite")("a disk of this machine is fine", async () => {
    for (const type of ["ext4", "xfs", "btrfs", "zfs"]) expect(await on(type, REAL)).toMatchObject([{ state: "ok" }]);
  });

  test("a real school does not start where it is refused, and a demo is told", async () => {
    const refusing: Check = { name: "place", from: "start", run: ({ settings }) => [refusalOf(settings)] };
    const refusalOf = ({ isReal }: Config) =>
      isReal
        ? {
            check: "place",
            state: "wrong" as const,
            words: "It lies on sand.",
            mend: "build on rock",
            refusesStart: true as const,
          }
        : { check: "place", state: "warn" as const, words: "It lies on sand." };
    const said: string[] = [];
    const start = (of: Config) => checkBeforeStart(of, (line) => said.push(line), { checks: [refusing] });
    await expect(start(settings(REAL))).rejects.toThrow("It lies on sand. Mend: build on rock.");
    await start(settings());
    expect(said).toEqual(["To look at: It lies on sand."]);
  });
});

test("a file that others may open is named with the command that mends it", async () => {
  const file = path.join(home, "it's open.txt");
  closeSync(openSync(file, "w", 0o600));
  expect(await states("permissions")).toEqual(["ok"]);
  chmodSync(file, 0o644);
  const [found] = await findings("permissions");
  expect(found).toMatchObject({ state: "wrong", mend: expect.stringContaining("chmod 0600 ") });
  spawnSync("sh", ["-c", found?.mend ?? ""]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await states("permissions")).toEqual(["ok"]);
  rmSync(file);
});

describe.runIf(engine === "sqlite")("SQLite's file", () => {
  /** A copy, to be spoilt. */
  function spoilt(spoil: (file: string) => void): Config {
    const file = path.join(mkdtempSync(path.join(home, "copy-")), "matricula.db");
    const source = new BetterSqlite(database.url, { readonly: true });
    source.exec(`VACUUM INTO '${file}'`);
    source.close();
    chmodSync(file, 0o600);
    spoil(file);
    return settings({ DATABASE_URL: `file:${file}` });
  }
  const sql = (text: string) => (file: string) => {
    const sqlite = new BetterSqlite(file);
    sqlite.unsafeMode();
    sqlite.exec(text);
    sqlite.close();
  };

  test("that is not in WAL mode is wrong", async () => {
    const [found] = await findings("pragmas", "start", spoilt(sql("PRAGMA journal_mode = DELETE")));
    expect(found).toMatchObject({ state: "wrong", words: "journal_mode is delete, and must be wal." });
  });

  test("with bytes that were flipped is damaged", async () => {
    const of = spoilt((file) => {
      const handle = openSync(file, "r+");
      writeSync(handle, Buffer.alloc(4096 * 6, 0xa5), 0, 4096 * 6, 4096 * 20);
      closeSync(handle);
    });
    const { state, results } = await runChecks(of, "quick", { now: NOW });
    expect([state, results.some(({ words, isDamage }) => isDamage && /damaged/.test(english.format(words)))]).toEqual([
      "wrong",
      true,
    ]);
  });

  test("that is none is said to be none, before a restore is thought of, by the doctor and by a start", async () => {
    const of = spoilt((file) => writeFileSync(file, "name;price\n".repeat(2_000)));
    const { file } = of.database as { file: string };
    const { results: found } = await runChecks(of, "start", { now: NOW });
    expect(found.map((each) => formatFinding(each, english)).find(({ isDamage }) => isDamage)).toMatchObject({
      words: `${file} is not a SQLite database.`,
      mend: expect.stringMatching(/^see that DATABASE_URL, or MATRICULA_DATA_DIR, names the school's own file/),
    });
    const { stderr } = spawnSync(
      process.execPath,
      ["ops/cli/token.ts", "--email", "a@school.example", "--scope", "courses:read"],
      {
        env: { ...process.env, ...env({ DATABASE_URL: `file:${file}` }) },
        encoding: "utf8",
      },
    );
    expect(stderr).toMatch(/^\S+ is not a SQLite database\. Mend: see that DATABASE_URL/);
  });

  test("with a row that breaks a rule is wrong, and not damaged", async () => {
    const said = (line: string) => ({ engine, ask: async () => [{ quick_check: line }], close: async () => {} });
    const look = (line: string) => quickIntegrity.run({ settings: settings(), now: NOW, database: said(line) });
    expect(await look("CHECK constraint failed in orders")).toEqual([expect.not.objectContaining({ isDamage: true })]);
    expect(await look("Tree 126 page 305: btreeInitPage() returns error code 11")).toMatchObject([{ isDamage: true }]);
  });

  test("whose index says something else than its rows passes the quick check and not the whole one", async () => {
    const spoil = `CREATE TABLE t (a, b); CREATE INDEX t_a ON t (a); INSERT INTO t VALUES (1, 2);
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX t_a ON t (b)' WHERE name = 't_a'`;
    const of = spoilt(sql(spoil));
    const [quick, full] = [await states("integrity", "full", of), await states("whole database", "full", of)];
    expect([quick, full[0]]).toEqual([["ok"], "wrong"]);
  });

  test("whose list of free pages counts one too many is damaged", async () => {
    const of = spoilt((file) => {
      sql("CREATE TABLE filler (text); INSERT INTO filler VALUES (zeroblob(400000)); DROP TABLE filler")(file);
      const bytes = readFileSync(file);
      // The first page of the list, and how many it names (https://sqlite.org/fileformat2.html#the_freelist).
      const named = (bytes.readUInt32BE(32) - 1) * 4096 + 4;
      bytes.writeUInt32BE(bytes.readUInt32BE(named) + 1, named);
      writeFileSync(file, bytes);
    });
    expect(await states("free pages", "quick", of)).toEqual(["wrong"]);
  });

  test("with a row that refers to nothing is wrong", async () => {
    const of = spoilt((file) => {
      const sqlite = new BetterSqlite(file);
      sqlite.pragma("foreign_keys = OFF");
      sqlite.exec("CREATE TABLE child (of text REFERENCES users (id)); INSERT INTO child VALUES ('usr_nobody')");
      sqlite.close();
    });
    expect((await findings("foreign keys", "quick", of))[0]).toMatchObject({
      state: "wrong",
      words: expect.stringContaining("child"),
    });
  });

  test("of a newer version is wrong", async () => {
    const of = spoilt(sql("INSERT INTO matricula_migrations VALUES ('9999_future', 'x', 'x')"));
    expect((await findings("migrations", "start", of))[0]).toMatchObject({
      state: "wrong",
      words: expect.stringContaining("9999_future"),
    });
  });

  test("the command ends with 1 when something is wrong, and says the same in JSON", () => {
    const run = (more: Record<string, string>, ...args: string[]) =>
      spawnSync(process.execPath, ["ops/cli/doctor.ts", ...args], {
        env: { ...process.env, ...env(more) },
        encoding: "utf8",
      });
    const bad = spoilt(sql("PRAGMA journal_mode = DELETE")).database;
    const DATABASE_URL = bad.engine === "sqlite" ? `file:${bad.file}` : "";
    const [good, wrong] = [run({}, "--quick", "--json"), run({ DATABASE_URL }, "--quick", "--json")];
    expect([good.status, JSON.parse(good.stdout).state]).toEqual([0, "ok"]);
    expect([wrong.status, JSON.parse(wrong.stdout).state]).toEqual([1, "wrong"]);
    expect(run({ DATABASE_URL }, "--quick").stdout).toMatch(/WRONG\s+pragmas\s+journal_mode is delete/);
  });
});

test("a clock that is behind what was done is wrong", async () => {
  await database.write((tx) =>
    tx.insert(auditLog).values({
      ...{ seq: 1, at: addMs(NOW, MINUTE_MS), actorType: "system", actorId: "test", action: "test" },
      ...{ objectType: "test", objectId: "1", requestId: "req_1", hash: "x" },
    }),
  );
  expect(await states("clock")).toContain("wrong");
  const after = await runChecks(settings(), "start", { now: addMs(NOW, HOUR_MS) });
  expect(
    after.results
      .filter(({ check }) => check === "clock")
      .map(({ words }) => words)
      .join(),
  ).not.toContain("before the last");
});

test("a database that is older than its checkpoint, or was put back, is wrong until a person has accepted it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-checkpoint-"));
  const file = path.join(folder, "mark.json");
  const real = settings({ ...REAL, MATRICULA_CHECKPOINT_FILE: file });
  const mark = (kept: object) =>
    writeFileSync(file, JSON.stringify({ hash: "of one", at: NOW.toISOString(), ...kept }));
  const found = async () => (await findings("ledger's mark", "start", real)).map(({ state, words }) => [state, words]);
  expect(await found()).toEqual([["ok", "The ledger is empty."]]);
  mark({ seq: 7 });
  expect(await found()).toEqual([
    ["wrong", expect.stringMatching(/ends at journal 0, and had come to 7.*no payments/)],
  ]);
  mark({ seq: 7, restored: "2026-11-20T10:00:00.000Z" });
  expect(await found()).toEqual([["wrong", expect.stringMatching(/put back from the backup of 2026-11-20T10/)]]);
  writeFileSync(file, "{");
  expect(await found()).toEqual([["wrong", expect.stringMatching(/cannot be read/)]]);
  const entry = { kind: "payment_settled", sourceType: "payment", sourceId: "pay_1", at: NOW, hash: "of one" };
  await database.write((tx) => tx.insert(journals).values({ id: "jrn_1", seq: 1, ...entry }));
  mark({ seq: 1 });
  expect(await found()).toEqual([["ok", expect.stringMatching(/goes on from its checkpoint/)]]);
  mark({ seq: 1, hash: "of another" });
  expect(await found()).toEqual([["wrong", expect.stringMatching(/differs at journal 1/)]]);
  rmSync(folder, { recursive: true });
});

test("mail that waits too long is wrong, and mail that failed is said", async () => {
  const row = (id: string, state: "pending" | "failed", nextTryAt: Date) => ({
    ...{ id, state, nextTryAt, kind: "test", recipient: "a@b.example", payload: {}, dedupeKey: id, createdAt: NOW },
  });
  await database.write((tx) => tx.insert(outbox).values([row("out_1", "pending", addMs(NOW, -5 * MINUTE_MS))]));
  expect(await states("mail")).toEqual(["ok"]);
  await database.write((tx) =>
    tx.insert(outbox).values([row("out_2", "pending", addMs(NOW, -HOUR_MS)), row("out_3", "failed", NOW)]),
  );
  expect((await findings("mail")).map(({ state, words }) => `${state}: ${words}`)).toEqual([
    "wrong: A mail has waited for 1 hour to be sent.",
    "warn: One mail could not be sent.",
  ]);
});

test("a job that failed and one whose process died are said with how to run them", async () => {
  const row = (job: string, untilAgoMs: number, ranAgoMs: number, lastOutcome: string) => ({
    ...{ job, holder: "x", until: addMs(NOW, -untilAgoMs), lastRunAt: addMs(NOW, -ranAgoMs), lastOutcome },
  });
  await database.write((tx) =>
    tx
      .insert(leases)
      .values([row("fine", MINUTE_MS, 2 * MINUTE_MS, "done"), row("fell", MINUTE_MS, 2 * MINUTE_MS, "failed: no")]),
  );
  await database.write((tx) => tx.insert(leases).values([row("gone", MINUTE_MS, HOUR_MS, "done")]));
  expect((await findings("jobs")).map(({ state, mend }) => [state, mend])).toEqual([
    ["warn", "run: npm run job -- fell"],
    ["warn", "run: npm run job -- gone"],
  ]);
});

test.runIf(engine === "sqlite")("each reason to move says what was measured, and when it is time", async () => {
  const quiet = {
    seconds: 600,
    databaseBytes: 1e6,
    walBytes: 0,
    freelistBytes: 0,
    diskFreeBytes: 1e11,
    requests: 600,
    failed: 0,
  };
  const calm = {
    requestMsP95: 9,
    writes: 60,
    commits: 60,
    refusedForLoad: 0,
    queueMsP99: 2,
    lockWaitMs: 10,
    commitMsP99: 3,
  };
  const figures = { ...quiet, ...calm, readMsP99: 1, loopMsP99: 20, cpuShare: 0.1, rssBytes: 2e8 };
  const busy = { ...figures, requests: 600 * 300, queueMsP99: 250, lockWaitMs: 90_000, cpuShare: 0.45 };
  const note = (process: string, agoMs: number, each: typeof figures) => ({
    ...{ at: addMs(NOW, -agoMs), process, figures: each },
  });
  await database.write((tx) =>
    tx.insert(samples).values([note("a/1", HOUR_MS, figures), note("a/1", 9 * DAY_MS, busy)]),
  );
  expect(await states("moving to PostgreSQL")).toEqual(["ok", "ok", "ok", "ok", "ok", "ok"]);
  // Two processes of two machines in the same slot count together.
  await database.write((tx) =>
    tx.insert(samples).values([note("a/1", 3 * HOUR_MS, busy), note("b/1", 3 * HOUR_MS, busy)]),
  );
  const found = await findings("moving to PostgreSQL");
  expect(found.map(({ measured, state }) => [measured?.name, measured?.value, state])).toEqual([
    ["database size", expect.any(Number), "ok"],
    ["write queue p99", 250, "warn"],
    ["lock waits", 18_000, "warn"],
    ["sustained requests", 600, "warn"],
    ["processor", 0.9, "warn"],
    ["servers", 2, "warn"],
  ]);
});
