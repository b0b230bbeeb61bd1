import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { users } from "#db/schema/index.ts";
import { administer } from "#db/testing.ts";
import { createId } from "#domain/kernel/ids.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { runChecks } from "../doctor/run-checks.ts";
import { packBackup, unpackBackup } from "./archive.ts";
import { readFileBytes } from "./bytes.ts";
import { writeDurably } from "./durable-write.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getBackupName, getLastVerifiedBackup } from "./records.ts";
import { restoreBackup } from "./restore.ts";
import {
  type BackupSchool,
  command,
  fileOf,
  inSchool,
  KEY,
  LATEST,
  namesIn,
  prepareBackupTests,
  yes,
} from "./testing.ts";
import { type Said, sourceText } from "#messages/message.ts";

const { hasTools, openSchool } = await prepareBackupTests();

let at: BackupSchool;

describe.skipIf(!hasTools)("a backup", () => {
  test("brings back every table, the ledger, the audit log and the files, with a key and without", async () => {
    const ways: Record<string, string>[] = [{ MATRICULA_BACKUP_KEY: KEY }, {}];
    // It takes the programs of PostgreSQL ten times as long as SQLite: a quick run does it there once.
    for (const settings of isQuick && engine === "postgres" ? ways.slice(0, 1) : ways) {
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
      expect(await namesIn(at.database.url)).toEqual(["Ana Ñandú 🎓"]);
      expect(readFileSync(at.filePlace).equals(at.bytes)).toBe(true);
    }
  });

  test("keeps the old database aside, whole", inAllOnPostgres, async () => {
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
    expect(await namesIn(engine === "postgres" ? url.href : url.pathname)).toEqual(["Ana Ñandú 🎓", "Later"]);
    if (engine === "postgres") {
      await administer(process.env.DATABASE_URL as string, `DROP DATABASE "${kept}" WITH (FORCE)`);
    }
  });

  test.skipIf(engine === "postgres")(
    "that was put back is checked and backed up before the school starts as afterwards, and so is another program's copy",
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
      expect(await namesIn(file)).toEqual(["Ana Ñandú 🎓"]);
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
    expect(await namesIn(path.join(dataDir, "matricula.db"))).toEqual(["Ana Ñandú 🎓"]);
    expect(readFileSync(path.join(dataDir, "secrets.json"), "utf8")).toContain("one that was made");
    expect(readFileSync(at.filePlace.replace(at.dataDir, dataDir)).equals(at.bytes)).toBe(true);
  });

  testOnAnyEngine("is refused with another key, which is said, and nothing is changed", async () => {
    at = await openSchool();
    await makeBackup(at.school, "by hand");
    await at.leave();
    const other = readConfig({ ...at.env, MATRICULA_BACKUP_KEY: randomBytes(32).toString("base64") });
    await expect(restoreBackup(other, { which: LATEST, agree: yes })).rejects.toThrow(
      /encrypted with the key [0-9a-f]{16}.*Mend: set MATRICULA_BACKUP_KEY.*Nothing was changed/,
    );
    expect(await namesIn(at.database.url)).toHaveLength(1);
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

  test("is not put back while a server has the database open", inAllOnPostgres, async () => {
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
});
