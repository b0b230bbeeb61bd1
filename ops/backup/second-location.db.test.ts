import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { dumpableServer } from "#tests/support/postgres-tools.ts";
import { startS3 } from "#tests/support/s3-server.ts";
import { sourceText } from "#messages/message.ts";
import { listBackups } from "./find-backup.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getLastVerifiedBackup } from "./records.ts";
import { type BackupSchool, command, findingsOf, openBackupSchool } from "./testing.ts";

const server = engine === "postgres" ? await dumpableServer(process.env.DATABASE_URL as string) : undefined;
if (server) process.env.DATABASE_URL = server.url;

let s3: Awaited<ReturnType<typeof startS3>>;
let at: BackupSchool;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(async () => {
  await at.drop();
  s3.objects.clear();
});
afterAll(async () => {
  await s3.stop();
  await server?.stop();
});

const LATEST = { latest: true } as const;

async function openSchool() {
  at = await openBackupSchool({
    MATRICULA_BACKUP_KEY: randomBytes(32).toString("base64"),
    MATRICULA_BACKUP_S3_URL: s3.account.url,
    MATRICULA_BACKUP_S3_REGION: s3.account.region,
    MATRICULA_BACKUP_S3_KEY_ID: s3.account.keyId,
    MATRICULA_BACKUP_S3_SECRET: s3.account.secret,
  });
  return at;
}

describe.skipIf(engine === "postgres" && !server)("a second place in S3", () => {
  test(
    "has each backup too, read back from there, and is enough when the machine is gone",
    inAllOnPostgres,
    async () => {
      await openSchool();
      expect(await makeBackup(at.school, "hourly")).toMatchObject({
        state: "verified",
        places: ["folder", "s3"],
        findings: [],
      });
      rmSync(at.school.backup.dir, { recursive: true });
      rmSync(at.filePlace);
      const found = await withRestoredCopy(at.school, LATEST, async ({ label, files }) => ({ label, files }));
      expect(found).toEqual({ label: expect.stringContaining("(s3)"), files: 1 });
    },
  );

  testOnAnyEngine("that has a newer one than the folder gives it, and both are listed", async () => {
    await openSchool();
    const old = await makeBackup(at.school, "hourly", () => new Date(Date.now() - 3 * 3_600_000));
    const kept = readdirSync(path.join(at.school.backup.dir, "school"));
    const { name } = await makeBackup(at.school, "hourly");
    for (const each of readdirSync(path.join(at.school.backup.dir, "school"))) {
      if (!kept.includes(each)) rmSync(path.join(at.school.backup.dir, "school", each));
    }
    expect(await withRestoredCopy(at.school, LATEST, async ({ label }) => label)).toBe(`${name} (s3)`);
    const listed = await listBackups(at.school.backup, 10);
    expect(listed).toMatchObject({ records: [{ name }, { name: old.name }], troubles: [] });
    const away = readConfig({ ...at.env, MATRICULA_BACKUP_S3_URL: "http://127.0.0.1:1/bucket" });
    expect(await withRestoredCopy(away, LATEST, async ({ label }) => label)).toBe(`${old.name} (folder)`);
    expect((await listBackups(away.backup, 10)).troubles.map(sourceText)).toEqual([
      expect.stringMatching(/cannot be reached/),
    ]);
  });

  testOnAnyEngine("that does not answer takes nothing from the first, and is told of", async () => {
    await openSchool();
    const away = readConfig({ ...at.env, MATRICULA_BACKUP_S3_URL: "http://127.0.0.1:1/bucket" });
    const record = await makeBackup(away, "by hand");
    expect(record).toMatchObject({ state: "verified", places: ["folder"] });
    expect(findingsOf(record)).toEqual([expect.stringMatching(/copy in s3 could not be made: .* cannot be reached/)]);
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toMatchObject({ name: record.name });
    const env = { ...at.env, MATRICULA_BACKUP_S3_URL: "http://127.0.0.1:1/bucket" };
    expect(await command("backup", [], env).ended).toMatchObject({
      code: 1,
      said: expect.stringContaining("VERIFIED"),
    });
  });

  testOnAnyEngine("whose copy of a file is damaged is found by the day", async () => {
    await openSchool();
    await makeBackup(at.school, "hourly");
    const [name, data] = [...s3.objects].find(([each]) => each.includes("/files/")) as [string, Buffer];
    const damaged = Buffer.from(data);
    damaged.writeUInt8(damaged.readUInt8(1_000) ^ 1, 1_000);
    s3.objects.set(name, damaged);
    const record = await makeBackup(at.school, "daily");
    expect(record).toMatchObject({ state: "verified", places: ["folder"] });
    expect(findingsOf(record)).toEqual([expect.stringMatching(/in s3: it is damaged/)]);
  });
});
