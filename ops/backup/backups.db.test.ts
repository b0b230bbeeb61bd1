import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { auditLog, counters, files, journals, postings, users } from "#db/schema/index.ts";
import { administer } from "#db/testing.ts";
import { openDatabase } from "#db/open.ts";
import { createId } from "#domain/kernel/ids.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { dumpableServer } from "#tests/support/postgres-tools.ts";
import { runChecks } from "../doctor/run-checks.ts";
import { withBackupLock } from "./backup-lock.ts";
import { readManifest, packBackup, unpackBackup } from "./archive.ts";
import { readFileBytes } from "./bytes.ts";
import { writeDurably } from "./durable-write.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getLastVerifiedBackup, getBackupName, listRecentBackups } from "./records.ts";
import { restoreBackup } from "./restore.ts";
import {
  type BackupSchool,
  command,
  fileOf,
  findingsOf,
  flip,
  inSchool,
  moveOne,
  openBackupSchool,
} from "./testing.ts";
import { verifyStoredBackups } from "./verify-again.ts";
import { type Said, sourceText } from "#messages/message.ts";

const server = engine === "postgres" ? await dumpableServer(process.env.DATABASE_URL as string) : undefined;
if (server) process.env.DATABASE_URL = server.url;
afterAll(() => server?.stop());
const hasTools = engine === "sqlite" || server !== undefined;

const KEY = randomBytes(32).toString("base64");
const yes = async () => true;
const LATEST = { latest: true } as const;

// As the commands do.
process.umask(0o077);

let at: BackupSchool;
const undo: (() => Promise<void>)[] = [];
async function openSchool(settings: Record<string, string> = { MATRICULA_BACKUP_KEY: KEY }) {
  const opened = await openBackupSchool(settings);
  undo.push(() => opened.drop());
  return opened;
}
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
});

const stored = (school: BackupSchool) => path.join(school.dataDir, "backups", "school");

/** What is in the school now: names of accounts, and what is in the counters. */
async function contents(url: string) {
  const database = openDatabase(url);
  const names = (await database.read.select({ name: users.name }).from(users)).map(({ name }) => name).sort();
  await database.close();
  return names;
}

describe.skipIf(!hasTools)("a backup", () => {
  test("brings back every table, the ledger, the audit log and the files, with a key and without", async () => {
    const ways: Record<string, string>[] = [{ MATRICULA_BACKUP_KEY: KEY }, {}];
    for (const settings of ways) {
      at = await openSchool(settings);
      const record = await makeBackup(at.school, "by hand");
      expect(record).toMatchObject({
        state: "verified",
        places: ["folder"],
        findings: [],
        files: { count: 1, read: 1 },
      });
      expect(record.isEncrypted).toBe("MATRICULA_BACKUP_KEY" in settings);
      expect((await getLastVerifiedBackup(at.school.backup.dir))?.name).toBe(record.name);

      await inSchool(at.database, (ctx) =>
        ctx.tx
          .insert(users)
          .values({ id: createId("user"), email: "b@example.org", name: "Later", createdAt: new Date() }),
      );
      rmSync(path.join(at.dataDir, "files"), { recursive: true });
      await at.leave();
      let told = "";
      const agree = async (said: Said) => ((told = sourceText(said)), true);
      const words = sourceText(await restoreBackup(at.school, { which: LATEST, agree }));
      expect(told).toMatch(/Lost would be .* 1 account,/);
      expect(words).toMatch(/1 file was put back/);
      expect(await contents(at.database.url)).toEqual(["Ana Ñandú 🎓"]);
      expect(readFileSync(at.filePlace).equals(at.bytes)).toBe(true);
    }
  });

  test("keeps the old database aside, whole", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    await inSchool(at.database, (ctx) =>
      ctx.tx
        .insert(users)
        .values({ id: createId("user"), email: "b@example.org", name: "Later", createdAt: new Date() }),
    );
    await at.leave();
    const words = sourceText(await restoreBackup(at.school, { which: LATEST, agree: yes }));
    const kept = /kept in (?:the database )?([^;]+);/.exec(words)?.[1] as string;
    const url = new URL(engine === "postgres" ? at.database.url : "file:///");
    url.pathname = engine === "postgres" ? `/${kept}` : path.join(kept, path.basename(at.database.url));
    expect(await contents(engine === "postgres" ? url.href : url.pathname)).toEqual(["Ana Ñandú 🎓", "Later"]);
    if (engine === "postgres") {
      await administer(process.env.DATABASE_URL as string, `DROP DATABASE "${kept}" WITH (FORCE)`);
    }
  });

  test.skipIf(engine === "postgres")(
    "that was put back is looked at and backed up before the school starts as afterwards, and so is another program's copy",
    async () => {
      at = await openSchool();
      await makeBackup(at.school, "by hand");
      await at.leave();
      await restoreBackup(at.school, { which: LATEST, agree: yes });
      const { results } = await runChecks(at.school, "start");
      expect(results.find(({ check }) => check === "pragmas")).toMatchObject({ state: "ok" });
      expect(await makeBackup(at.school, "by hand")).toMatchObject({ state: "verified" });
      const sqlite = new BetterSqlite(at.database.url);
      sqlite.pragma("journal_mode = DELETE");
      sqlite.close();
      expect(await makeBackup(at.school, "by hand")).toMatchObject({ state: "verified" });
    },
  );

  test.skipIf(engine === "postgres")(
    "is put back over a database that nobody can read, which is kept as it lies",
    async () => {
      at = await openSchool();
      await makeBackup(at.school, "by hand");
      await at.leave();
      const file = at.database.url;
      writeFileSync(file, "this was a database");
      writeFileSync(`${file}-wal`, "and this its log");
      let told = "";
      const agree = async (said: Said) => ((told = sourceText(said)), true);
      const words = sourceText(await restoreBackup(at.school, { which: LATEST, agree }));
      expect(told).toMatch(/cannot be read, so nobody can say what came since/);
      const kept = /kept in ([^;]+);/.exec(words)?.[1] as string;
      expect(readFileSync(path.join(kept, path.basename(file)), "utf8")).toBe("this was a database");
      expect(readFileSync(path.join(kept, `${path.basename(file)}-wal`), "utf8")).toBe("and this its log");
      expect(existsSync(`${file}-wal`)).toBe(false);
      expect(await contents(file)).toEqual(["Ana Ñandú 🎓"]);
    },
  );

  test.skipIf(engine === "postgres")("is put back where nothing is, with the files and the secrets", async () => {
    at = await openSchool();
    writeFileSync(path.join(at.dataDir, "secrets.json"), '{"secret":"one that was made"}');
    await makeBackup(at.school, "by hand");
    await at.leave();
    const dataDir = path.join(at.dataDir, "a new machine");
    const env = {
      ...at.env,
      MATRICULA_DATA_DIR: dataDir,
      MATRICULA_BACKUP_DIR: at.school.backup.dir,
      DATABASE_URL: "",
    };
    expect(await command("restore", ["latest", "--yes"], env).ended).toMatchObject({ code: 0 });
    expect(await contents(path.join(dataDir, "matricula.db"))).toEqual(["Ana Ñandú 🎓"]);
    expect(readFileSync(path.join(dataDir, "secrets.json"), "utf8")).toContain("one that was made");
    expect(readFileSync(at.filePlace.replace(at.dataDir, dataDir)).equals(at.bytes)).toBe(true);
  });

  test("that was made while the school wrote holds one moment, and every write that was answered before it", async () => {
    at = await openSchool();
    let moves = 0;
    let isDone = false;
    const writing = (async () => {
      while (!isDone) {
        await moveOne(at.database);
        moves += 1;
      }
    })();
    await new Promise((wake) => setTimeout(wake, 200));
    const before = moves;
    const { code, said } = await command("backup", [], at.env).ended;
    isDone = true;
    await writing;
    expect(said).toContain("VERIFIED");
    expect(code).toBe(0);
    expect(moves).toBeGreaterThan(before);
    await withRestoredCopy(at.school, LATEST, async ({ databaseUrl }) => {
      const copy = openDatabase(databaseUrl.replace(/^file:/, ""));
      const rows = await copy.read.select({ name: counters.name, value: counters.value }).from(counters);
      const [entries] = await copy.read.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(auditLog);
      await copy.close();
      const value = (name: string) => rows.find((row) => row.name === name)?.value as number;
      expect(value("left")).toBe(-value("right"));
      expect(value("left")).toBe((entries?.n ?? 0) - 1);
      expect(value("left")).toBeGreaterThanOrEqual(before);
    });
  });

  testOnAnyEngine("with one flipped byte, wherever, does not count and is not restored", async () => {
    at = await openSchool();
    const { name, bytes } = await makeBackup(at.school, "by hand");
    for (const byte of [0, 30, 200, Math.floor(bytes / 2), bytes - 1]) {
      flip(fileOf(at, name), byte);
      const [record] = await verifyStoredBackups(at.school, name);
      expect(record).toMatchObject({ state: "failed", places: [] });
      expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
      await expect(withRestoredCopy(at.school, { named: name }, async () => "")).rejects.toThrow(/Nothing was changed/);
      flip(fileOf(at, name), byte);
    }
    expect(await verifyStoredBackups(at.school, name)).toMatchObject([{ state: "verified", findings: [] }]);
  });

  testOnAnyEngine("with one flipped byte in a stored file of the school does not count", async () => {
    at = await openSchool();
    const { name } = await makeBackup(at.school, "by hand");
    const folder = path.join(at.dataDir, "backups", "files");
    const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) =>
      statSync(path.join(folder, each)).isFile(),
    );
    flip(path.join(folder, file as string), 20_000);
    expect(await verifyStoredBackups(at.school, name)).toMatchObject([{ state: "failed" }]);
    await at.leave();
    await expect(restoreBackup(at.school, { which: { named: name }, agree: yes })).rejects.toThrow(
      /the file .* is damaged/,
    );
  });

  testOnAnyEngine("is refused with another key, which is said, and nothing is changed", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    await at.leave();
    const other = readConfig({ ...at.env, MATRICULA_BACKUP_KEY: randomBytes(32).toString("base64") });
    await expect(restoreBackup(other, { which: LATEST, agree: yes })).rejects.toThrow(
      /encrypted with the key [0-9a-f]{16}.*Mend: set MATRICULA_BACKUP_KEY.*Nothing was changed/,
    );
    expect(await contents(at.database.url)).toHaveLength(1);
  });

  testOnAnyEngine("of a newer version is refused, and nothing is changed", async () => {
    at = await openSchool();
    const { name } = await makeBackup(at.school, "by hand");
    const key = at.school.backup.key;
    const work = path.join(at.dataDir, "newer");
    mkdirSync(work);
    const copy = path.join(work, "copy");
    const manifest = await unpackBackup(readFileBytes(fileOf(at, name)), key, copy);
    manifest.fingerprint.migrations.push({ tag: "9999_tomorrow", hash: "0".repeat(64) });
    await writeDurably(fileOf(at, name), packBackup({ ...manifest, version: "9.9.9" }, copy, key));
    await at.leave();
    await expect(restoreBackup(at.school, { which: { named: name }, agree: yes })).rejects.toThrow(
      /version 9\.9\.9: it has the migration "9999_tomorrow".*Nothing was changed/,
    );
  });

  test("is not put back while a server has the database open", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    await at.database.read.select({ id: users.id }).from(users);
    await expect(restoreBackup(at.school, { which: LATEST, agree: yes })).rejects.toThrow(
      /Mend: stop (it|the server) first.*Nothing was changed/,
    );
  });

  testOnAnyEngine("is not put back unless somebody agreed", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    await at.leave();
    await expect(restoreBackup(at.school, { which: LATEST, agree: async () => false })).rejects.toThrow(
      "nothing was changed",
    );
    expect(existsSync(path.join(path.dirname(at.database.url), "replaced"))).toBe(false);
  });

  test("that was interrupted leaves nothing that counts, and the next one clears up", async () => {
    at = await openSchool();
    for (const afterMs of [150, 350, 550]) {
      const { child, ended } = command("backup", [], at.env);
      setTimeout(() => child.kill("SIGKILL"), afterMs);
      const { code } = await ended;
      const counted = await listRecentBackups(10, at.school.backup.dir);
      if (code !== 0) expect(counted.filter(({ state }) => state === "verified")).toEqual([]);
      for (const { name } of counted) rmSync(fileOf(at, name));
      for (const { name } of counted) rmSync(fileOf(at, name).replace(/backup$/, "json"));
    }
    mkdirSync(stored(at), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(stored(at), "2026-01-01T00-00-00.000Z.backup.1-abcd.partial"), "half");
    await makeBackup(at.school, "by hand");
    expect(readdirSync(stored(at)).filter((name) => name.endsWith(".partial"))).toEqual([]);
    expect(existsSync(path.join(at.dataDir, "backup-work"))).toBe(false);
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeDefined();
  });

  test.skipIf(engine === "sqlite")(
    "that was interrupted while it was read back leaves no database behind for long",
    async () => {
      at = await openSchool();
      const copies = async () => {
        const { rows } = await at.copies();
        return rows.length;
      };
      const { child, ended } = command("backup", [], at.env);
      const isThere = async () => (await copies()) > 0;
      expect(await eventually(isThere, scaleDeadline(10_000), 10)).toBe(true);
      child.kill("SIGKILL");
      await ended;
      expect(await copies()).toBe(1);
      await makeBackup(at.school, "by hand");
      expect(await copies()).toBe(0);
    },
  );

  testOnAnyEngine("without its record, or with one that was changed, is not counted", async () => {
    at = await openSchool();
    const { name } = await makeBackup(at.school, "by hand");
    const record = path.join(stored(at), `${name}.json`);
    const text = readFileSync(record, "utf8");
    writeFileSync(record, text.replace('"by hand"', '"hourly"'));
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
    rmSync(record);
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
  });

  test("of books that do not sum to zero, or of a changed audit log, does not count", async () => {
    at = await openSchool();
    await inSchool(at.database, async ({ tx }) => {
      const [journal] = await tx.select({ seq: journals.seq }).from(journals);
      const account = "clearing" as const;
      await tx
        .insert(postings)
        .values({ id: createId("posting"), journalSeq: journal?.seq ?? 1, account, amountMinor: 5, currency: "CHF" });
      const [last] = await tx.select().from(auditLog);
      if (last) await tx.insert(auditLog).values({ ...last, seq: 999, hash: "0".repeat(64) });
    });
    const record = await makeBackup(at.school, "by hand");
    expect(record.state).toBe("failed");
    expect(findingsOf(record).join("\n")).toMatch(/chain is broken at entry 999[^]*ledger is off by 5 CHF/);
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
  });

  testOnAnyEngine("says which files the school itself has lost, and still counts", async () => {
    at = await openSchool();
    renameSync(at.filePlace, `${at.filePlace}.gone`);
    const record = await makeBackup(at.school, "by hand");
    expect(record).toMatchObject({ state: "verified", files: { missing: 1 } });
    expect(findingsOf(record)).toEqual([expect.stringMatching(/lost the bytes of 1 file,/)]);
  });

  testOnAnyEngine("by the hour reads back the files that are new in it, by the day all of them", async () => {
    at = await openSchool();
    expect((await makeBackup(at.school, "hourly")).files.read).toBe(1);
    expect((await makeBackup(at.school, "hourly")).files.read).toBe(0);
    expect((await makeBackup(at.school, "daily")).files.read).toBe(1);
  });

  testOnAnyEngine("is open to nobody else, and refuses a folder that is", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    const dir = at.school.backup.dir;
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const mode = statSync(path.join(entry.parentPath, entry.name)).mode & 0o777;
      expect(mode).toBe(entry.isFile() ? 0o600 : 0o700);
    }
    chmodSync(dir, 0o755);
    await expect(makeBackup(at.school, "by hand")).rejects.toThrow(/chmod 0700/);
  });

  testOnAnyEngine(
    "waits for nobody's mistake: two at once are one after the other, and a restore beside one is refused",
    async () => {
      at = await openSchool();
      const both = await Promise.all([1, 2].map(() => command("backup", [], at.env).ended));
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      await withBackupLock(at.dataDir, async () => {
        await expect(withRestoredCopy(at.school, LATEST, async () => "")).rejects.toThrow(
          /another backup or restore is at work/,
        );
      });
    },
  );

  testOnAnyEngine("is found by a time, by its name and as a file", async () => {
    at = await openSchool();
    const moment = new Date(Date.now() - 60_000);
    await makeBackup(at.school, "by hand", () => moment);
    const newer = await makeBackup(at.school, "by hand");
    const old = getBackupName(moment);
    const label = (which: Parameters<typeof withRestoredCopy>[1]) =>
      withRestoredCopy(at.school, which, async (one) => one.label);
    expect(await label({ at: new Date(moment.getTime() + 1_000) })).toContain(old);
    expect(await label({ named: old })).toContain(old);
    expect(await label({ named: fileOf(at, old) })).toBe(fileOf(at, old));
    expect(await label(LATEST)).toContain(newer.name);
    await expect(label({ at: new Date(moment.getTime() - 1) })).rejects.toThrow(/no verified backup from/);
  });

  testOnAnyEngine("that the rule gives up goes with the files that only it spoke of", async () => {
    at = await openSchool({ MATRICULA_BACKUP_KEY: KEY, MATRICULA_BACKUP_KEEP: "1,0,0,0" });
    await makeBackup(at.school, "by hand", () => new Date(Date.now() - 5 * 3_600_000));
    await inSchool(at.database, async ({ tx }) => {
      await tx.delete(files);
    });
    const { name } = await makeBackup(at.school, "by hand");
    expect(readdirSync(stored(at)).sort()).toEqual([`${name}.backup`, `${name}.json`]);
    const left = readdirSync(path.join(at.dataDir, "backups", "files"), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    expect((await readManifest(readFileBytes(fileOf(at, name)), at.school.backup.key)).files).toEqual([]);
  });
});
