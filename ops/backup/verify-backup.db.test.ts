import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { dropBalanceCheck } from "#tests/support/break-database.ts";
import { auditLog, journals, postings } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { withRestoredCopy } from "./drill.ts";
import { makeBackup } from "./make-backup.ts";
import { getLastVerifiedBackup } from "./records.ts";
import { restoreBackup } from "./restore.ts";
import { type BackupSchool, fileOf, findingsOf, flip, inSchool, prepareBackupTests, stored, yes } from "./testing.ts";
import { verifyStoredBackups } from "./verify-again.ts";

const { hasTools, openSchool } = await prepareBackupTests();

let at: BackupSchool;

describe.skipIf(!hasTools)("a backup", () => {
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
    await dropBalanceCheck(at.database.url);
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
});
