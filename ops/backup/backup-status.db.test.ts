import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getLastVerifiedBackup } from "./records.ts";
import { restoreBackup } from "./restore.ts";
import { type BackupSchool, fileOf, findingsOf, flip, LATEST, prepareBackupTests, yes } from "./testing.ts";
import { verifyStoredBackups } from "./verify-again.ts";

const { hasTools, openSchool } = await prepareBackupTests();

let at: BackupSchool;

/** What a backup counts for, whatever happens around it. */
describe.skipIf(!hasTools)("a backup", () => {
  testOnAnyEngine(
    "that cannot be opened for want of its key keeps its standing while its bytes are the same",
    async () => {
      at = await openSchool();
      const { name } = await makeBackup(at.school, "by hand");
      const other = readConfig({ ...at.env, MATRICULA_BACKUP_KEY: randomBytes(32).toString("base64") });
      const [said] = await verifyStoredBackups(other, name);
      expect(said?.state).toBe("verified");
      expect(said && findingsOf(said)).toEqual([expect.stringMatching(/encrypted with the key/)]);
      expect(await getLastVerifiedBackup(at.school.backup.dir)).toMatchObject({ name, findings: [] });
      flip(fileOf(at, name), -20 + statSync(fileOf(at, name)).size);
      expect(await verifyStoredBackups(other, name)).toMatchObject([{ state: "failed" }]);
      expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
    },
  );

  testOnAnyEngine("that was right for months and is found wrong stays a week from then on", async () => {
    at = await openSchool();
    const then = new Date("2026-03-01T10:00:00Z");
    const { name } = await makeBackup(at.school, "by hand", () => then);
    flip(fileOf(at, name), 1_000);
    const found = new Date("2026-06-01T10:00:00Z");
    await verifyStoredBackups(at.school, name, () => found);
    await makeBackup(at.school, "by hand", () => new Date("2026-06-07T10:00:00Z"));
    expect(existsSync(fileOf(at, name))).toBe(true);
    await makeBackup(at.school, "by hand", () => new Date("2026-06-09T10:00:00Z"));
    expect(existsSync(fileOf(at, name))).toBe(false);
  });

  testOnAnyEngine(
    "that bears a time to come, from a clock that was wrong, is neither the last nor the latest",
    async () => {
      at = await openSchool();
      const ahead = await makeBackup(at.school, "by hand", () => new Date(Date.now() + 24 * 3_600_000));
      expect(await getLastVerifiedBackup(at.school.backup.dir)).toBeUndefined();
      expect(await withRestoredCopy(at.school, LATEST, async ({ label }) => label)).toContain(ahead.name);
      const { name } = await makeBackup(at.school, "by hand");
      expect((await getLastVerifiedBackup(at.school.backup.dir))?.name).toBe(name);
      expect(await withRestoredCopy(at.school, LATEST, async ({ label }) => label)).toContain(name);
    },
  );

  testOnAnyEngine("says of a folder that cannot be written that it was the folder", async () => {
    at = await openSchool();
    const dir = path.join(at.dataDir, "a file");
    writeFileSync(dir, "");
    for (const place of [dir, path.join(dir, "below")]) {
      const school = { ...at.school, backup: { ...at.school.backup, dir: place } };
      await expect(makeBackup(school, "by hand")).rejects.toThrow(/backups' folder .* cannot be written.*Mend:/);
    }
  });

  test(
    "that is put back turns payments off, and is not where that cannot be written down",
    inAllOnPostgres,
    async () => {
      at = await openSchool();
      const { moment } = await makeBackup(at.school, "by hand");
      await at.leave();
      const checkpointFile = path.join(at.dataDir, "mark", "ledger.json");
      const which = LATEST;
      await expect(restoreBackup({ ...at.school, checkpointFile }, { which, agree: yes })).rejects.toThrow(
        /MATRICULA_CHECKPOINT_FILE.*Nothing was changed/,
      );
      mkdirSync(path.dirname(checkpointFile));
      await restoreBackup({ ...at.school, checkpointFile }, { which, agree: yes });
      expect(JSON.parse(readFileSync(checkpointFile, "utf8"))).toMatchObject({ restored: moment });
    },
  );
});
