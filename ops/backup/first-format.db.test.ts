import { cpSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import { users } from "#db/schema/index.ts";
import { makeBackup } from "./make-backup.ts";
import { restoreBackup } from "./restore.ts";
import { type BackupSchool, findingsOf, openBackupSchool } from "./testing.ts";
import { verifyStoredBackups } from "./verify-again.ts";

// As the commands do.
process.umask(0o077);

const NAME = "2026-11-20T22-57-01.123Z";
const WAYS = [
  ["with a key", "encrypted", { MATRICULA_BACKUP_KEY: Buffer.alloc(32, "a recorded key ").toString("base64") }],
  ["without a key", "plain", {}],
] as const;

let at: BackupSchool;
afterEach(() => at.drop());

/** A school that has a backup of before backups were in the format of age, as it was made then. */
async function schoolWithOldBackup(recorded: string, settings: Record<string, string>) {
  at = await openBackupSchool(settings);
  cpSync(path.join("ops/backup/recorded", recorded), at.school.backup.dir, { recursive: true });
}

test.skipIf(engine === "postgres").each(WAYS)(
  "a backup of the first format, %s, is put back with its files, also by a school that has newer ones",
  async (_, recorded, settings) => {
    await schoolWithOldBackup(recorded, settings);
    expect(await makeBackup(at.school, "by hand")).toMatchObject({ state: "verified" });
    const records = await verifyStoredBackups(at.school, undefined);
    expect(records.map(({ state }) => state)).toEqual(["verified", "verified"]);
    await at.leave();
    await restoreBackup(at.school, { which: { named: NAME }, agree: async () => true });
    const database = openDatabase(at.database.url);
    const names = (await database.read.select({ name: users.name }).from(users)).map(({ name }) => name);
    await database.close();
    expect(names).toEqual(["Ana Ñandú 🎓"]);
    const files = globSync(path.join(at.dataDir, "files", "*", "*"));
    // That of the backup came to that of the school, which is taken away from nobody.
    expect(files.map((file) => readFileSync(file).length)).toEqual([50_000, 50_000]);
  },
);

test.skipIf(engine === "postgres")(
  "a key that was exchanged opens what it made, and what was made with another keeps its standing",
  async () => {
    await schoolWithOldBackup("encrypted", { MATRICULA_BACKUP_KEY: Buffer.alloc(32, "another").toString("base64") });
    expect(await makeBackup(at.school, "by hand")).toMatchObject({ state: "verified" });
    const [fresh, old] = await verifyStoredBackups(at.school, undefined);
    expect(fresh).toMatchObject({ state: "verified", findings: [] });
    expect(old).toMatchObject({ name: NAME, state: "verified" });
    expect(findingsOf(old ?? { findings: [] })).toEqual([
      expect.stringMatching(/could not be opened, and counts as it did/),
    ]);
    await at.leave();
    const put = restoreBackup(at.school, { which: { named: NAME }, agree: async () => true });
    await expect(put).rejects.toThrow(/encrypted with the key .* Mend: set MATRICULA_BACKUP_KEY/);
  },
);
