import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog, counters, files } from "#db/schema/index.ts";
import { openDatabase } from "#db/open.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { eventually, scaleDeadline } from "#tests/support/deadlines.ts";
import { withBackupLock } from "./backup-lock.ts";
import { readManifest } from "./archive.ts";
import { readFileBytes } from "./bytes.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getLastVerifiedBackup, listRecentBackups } from "./records.ts";
import {
  type BackupSchool,
  command,
  fileOf,
  findingsOf,
  inSchool,
  KEY,
  LATEST,
  moveOne,
  prepareBackupTests,
  stored,
} from "./testing.ts";

const { hasTools, openSchool } = await prepareBackupTests();

let at: BackupSchool;

describe.skipIf(!hasTools)("a backup", () => {
  test(
    "that was made while the school wrote holds one moment, and every write that was answered before it",
    inAllOnPostgres,
    async () => {
      at = await openSchool();
      let moves = 0;
      let isDone = false;
      const writing = (async () => {
        while (!isDone) {
          await moveOne(at.database);
          moves += 1;
          // Enough to write all the time, and few enough not to make the school grow for a minute.
          await new Promise((wake) => setTimeout(wake, 3));
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
    },
  );

  test("that was interrupted leaves nothing that counts, and the next one clears up", inAllOnPostgres, async () => {
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
    inAllOnPostgres,
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
