import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { outbox } from "#db/schema/index.ts";
import { HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { sourceText } from "#messages/message.ts";
import { storeReport, getStoredReports } from "#ops/doctor/stored-report.ts";
import type { CheckReport } from "#ops/doctor/run-checks.ts";
import { loadCheckResults } from "#ops/health/check-results.ts";
import { getHealthState } from "#ops/health/state.ts";
import { getSystemView } from "#ops/health/system-view.ts";
import { openRuntime, setRuntime } from "#runtime";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { runScheduledChecks } from "./run-checks.ts";

let school: TestSchool;
let home: string;
const before = { ...process.env };

beforeAll(async () => {
  school = await openTestSchool();
  home = mkdtempSync(path.join(tmpdir(), "matricula-run-checks-"));
  chmodSync(home, 0o700);
  const { url } = school.database;
  // As a server's own child finds them.
  process.env.MATRICULA_DATA_DIR = home;
  process.env.DATABASE_URL = engine === "postgres" ? url : `file:${url}`;
  process.env.MATRICULA_LOG_LEVEL = "silent";
  const { database } = school;
  setRuntime(
    openRuntime(readConfig(process.env), { database, clock: () => new Date(), secret: "a secret of this test" }),
  );
});

afterEach(async () => {
  if (school.database.storage().state === "ok") await school.database.write((tx) => tx.delete(outbox));
});

afterAll(async () => {
  process.env = before;
  await school.drop();
  rmSync(home, { recursive: true, force: true });
});

const DAMAGED = {
  ...{ check: "whole database", state: "wrong" as const, words: "The database is damaged: page 7." },
  isDamage: true as const,
};
const codes = () => getHealthState().reasons.map(({ code }) => code);

test("the first look is a whole one, by another process, and is kept for every page to see", async () => {
  await runScheduledChecks();
  const kept = await getStoredReports(school.database.read);
  expect([kept?.last.depth, kept?.full?.depth]).toEqual(["full", "full"]);
  expect(kept?.last.results.find(({ check }) => check === "integrity")).toMatchObject({ state: "ok" });
});

test("what is found wrong makes the state degraded, until a look finds it mended", async () => {
  const due = addMs(new Date(), -HOUR_MS);
  const mail = { id: "out_late", kind: "test", recipient: "a@b.example", payload: {}, dedupeKey: "late" };
  await school.database.write((tx) => tx.insert(outbox).values({ ...mail, nextTryAt: due, createdAt: due }));
  await runScheduledChecks();
  expect(codes()).toContain("doctor: mail");
  expect(getHealthState().state).toBe("degraded");
  await school.database.write((tx) => tx.delete(outbox));
  await runScheduledChecks();
  expect(codes()).not.toContain("doctor: mail");
});

test("what a whole look found holds until the next whole one, and the page shows it beside the breakers", async () => {
  const report = (depth: CheckReport["depth"], results: CheckReport["results"]): CheckReport => ({
    ...{ at: new Date().toISOString(), depth, engine, state: "ok", results },
  });
  const damaged = { check: "whole database", state: "wrong" as const, words: "The database is damaged." };
  const mail = { check: "mail", state: "ok" as const, words: "Sent." };
  await storeReport(report("full", [damaged, { ...mail, state: "warn" }]));
  await storeReport(report("quick", [mail]));
  const { findings, breakers } = await getSystemView();
  expect(breakers).toContainEqual({ name: "database-writes", state: "closed", openedCount: 0 });
  // What is set up and backed up is asked anew each time, whatever a look found.
  const kept = findings.filter(({ check }) => !["set-up", "backup"].includes(check));
  expect(kept.map(({ check, state }) => [check, state])).toEqual([
    ["mail", "ok"],
    ["whole database", "wrong"],
  ]);
});

testOnAnyEngine(
  "what another process found, and one before a restart, holds in this one; damage is a failure",
  async () => {
    await runScheduledChecks();
    const results = [
      { check: "permissions", state: "wrong" as const, words: "a.pdf is open.", mend: "chmod 0600 a.pdf" },
      { check: "permissions", state: "wrong" as const, words: "b.pdf is open.", mend: "chmod 0600 b.pdf" },
    ];
    const at = new Date().toISOString();
    await storeReport({ at, depth: "quick", engine, state: "wrong", results });
    await loadCheckResults();
    const { state, reasons } = getHealthState();
    const found = reasons.find(({ code }) => code === "doctor: permissions");
    expect([state, found && sourceText(found.words)]).toEqual(["degraded", "a.pdf is open. b.pdf is open."]);
    await storeReport({ at, depth: "full", engine, state: "wrong", results: [DAMAGED] });
    await loadCheckResults();
    expect(getHealthState()).toMatchObject({ state: "failed", reasons: [{ code: "doctor: whole database" }] });
  },
);

testOnAnyEngine("what was damaged is checked whole again by the next check, and not only by the night's", async () => {
  const at = new Date().toISOString();
  await storeReport({ at, depth: "full", engine, state: "wrong", results: [DAMAGED] });
  await runScheduledChecks();
  expect((await getStoredReports(school.database.read))?.last.depth).toBe("full");
  expect(codes()).not.toContain("doctor: whole database");
});

// The last one: nothing closes it but a person, who starts the process again.
test("a server that is told of damage saves nothing any more, and does not go on by itself", async () => {
  const { database } = school;
  await storeReport({ at: new Date().toISOString(), depth: "full", engine, state: "wrong", results: [DAMAGED] });
  await loadCheckResults({ isServer: true });
  expect(database.storage()).toEqual({ state: "failed", trouble: "corrupt", detail: sourceText(DAMAGED.words) });
  await expect(database.write((tx) => tx.delete(outbox))).rejects.toMatchObject({ name: "CannotSave" });
  await loadCheckResults();
  expect(database.storage().state).toBe("failed");
});
