import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { settings as settingsTable } from "#db/schema/index.ts";
import { getDatabaseHealth } from "#ops/health/report.ts";
import { getSystemView } from "#ops/health/system-view.ts";
import { runChecks } from "#ops/doctor/run-checks.ts";
import { resultsOf } from "#ops/doctor/check.ts";
import { storeReport } from "#ops/doctor/stored-report.ts";
import { message } from "#messages/message.ts";
import { makeBackupFolder, openFolderStore } from "#ops/backup/folder-store.ts";
import { getBackupPath, getBackupName, writeRecord } from "#ops/backup/records.ts";
import { openRuntime, setRuntime } from "#runtime";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listHealthItems, toHealthItemsOfChecks } from "./items.ts";

let school: TestSchool;
let home: string;
let settings: ReturnType<typeof readConfig>;

beforeAll(async () => {
  school = await openTestSchool();
  home = mkdtempSync(join(tmpdir(), "matricula-items-"));
  settings = readConfig({
    MATRICULA_DATA_DIR: home,
    DATABASE_URL: engine === "postgres" ? school.database.url : `file:${school.database.url}`,
    MATRICULA_OWNER_EMAIL: "owner@school.example",
    MATRICULA_URL: "https://school.example",
    MATRICULA_LOG_LEVEL: "silent",
  });
  setRuntime(openRuntime(settings, { database: school.database, clock: school.clock, secret: "x".repeat(40) }));
});

afterAll(async () => {
  await school.drop();
  rmSync(home, { recursive: true, force: true });
});

beforeEach(() => school.clock.set(new Date()));

const idsOf = (items: readonly { id: string }[] | null) => (items ?? []).map(({ id }) => id).sort();
const setUp = (items: readonly { id: string }[]) => idsOf(items).filter((id) => id.startsWith("set-up"));

/** The ids that each of the places shows: the dashboard asks listHealthItems itself. */
async function shown() {
  const report = await runChecks(settings, "quick", { now: school.clock() });
  await storeReport(report);
  return {
    dashboard: idsOf(await listHealthItems()),
    system: idsOf((await getSystemView()).items),
    health: idsOf((await getDatabaseHealth()).items),
    doctor: idsOf(toHealthItemsOfChecks(report.results)),
  };
}

/** A backup as far as the list looks: its file, and the record that says it was read back and found right. */
async function keepBackup(moment: Date) {
  const { dir } = settings.backup;
  await makeBackupFolder(dir);
  const store = openFolderStore(dir);
  const name = getBackupName(moment);
  await store.write(
    getBackupPath(name),
    (async function* () {
      yield Buffer.from("a backup");
    })(),
  );
  const files = { count: 0, read: 0, missing: 0 };
  await writeRecord(store, {
    ...{ format: 1, name, moment: moment.toISOString(), state: "verified", checkedAt: moment.toISOString() },
    ...{ why: "by hand", engine, version: "1", isEncrypted: false, bytes: 8, sha256: "", places: ["folder"] },
    ...{ rows: 0, files, tookMs: 1, findings: [], provedAt: null },
  });
}

test("dashboard, system page, health and doctor show one list", async () => {
  const { dashboard, system, health, doctor } = await shown();
  expect(dashboard).toEqual(
    expect.arrayContaining(["backup", "set-up.bank-account", "set-up.mail-server", "set-up.name"]),
  );
  expect(system).toEqual(dashboard);
  expect(health).toEqual(dashboard);
  expect(doctor).toEqual(dashboard);
});

test("what was set up or backed up since the last look is gone from the list at once", async () => {
  await shown();
  await school.database.write((tx) =>
    tx.insert(settingsTable).values({ key: "name", value: "Harbour School", updatedAt: school.clock() }),
  );
  await keepBackup(school.clock());
  const items = await listHealthItems();
  expect(setUp(items)).toEqual(["set-up.bank-account", "set-up.mail-server"]);
  expect(idsOf(items)).not.toContain("backup");
  const { dashboard, doctor } = await shown();
  expect(doctor).toEqual(dashboard);
  expect(idsOf((await getDatabaseHealth()).items)).toEqual(dashboard);
});

test("a settings file that everybody could read is gone from the list once it is mended", async () => {
  const report = await runChecks(settings, "quick", { now: school.clock() });
  const open = resultsOf("settings file").wrong(message("doctor.settings_are_open", { file: ".env", names: "X_KEY" }));
  await storeReport({ ...report, results: [...report.results, open] });
  expect(idsOf(await listHealthItems())).not.toContain("settings file");
});
