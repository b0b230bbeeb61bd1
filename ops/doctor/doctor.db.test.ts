import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog, journals, leases, outbox, samples } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { formatFinding } from "../health/format-finding.ts";
import { type Check } from "./check.ts";
import { isOlder } from "./checks/engine.ts";
import { runChecks } from "./run-checks.ts";
import { CHECKS } from "./list.ts";
import { START_CHECKS } from "./start-checks.ts";
import { english, NOW, openCheckedSchool, REAL } from "./testing.ts";

const { database, findings, home, settings, states } = await openCheckedSchool();

afterEach(() =>
  database.write(async (tx) => {
    for (const table of [leases, outbox, samples]) await tx.delete(table);
  }),
);

test("a start runs all the checks that say they are for it", () => {
  expect(START_CHECKS).toEqual(CHECKS.filter(({ from }) => from === "start"));
});

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

test.runIf(engine === "postgres")("a row that nobody seals is said once it is too late for chance", async () => {
  const entry = { seq: 2, actorType: "system", actorId: "test", action: "test", objectType: "test", objectId: "1" };
  await database.write((tx) =>
    tx.insert(auditLog).values({ ...entry, at: addMs(NOW, -MINUTE_MS), requestId: "req_1", hash: "" }),
  );
  expect(await states("chains")).toEqual(["ok"]);
  const later = await runChecks(settings(), "quick", { now: addMs(NOW, 2 * MINUTE_MS) });
  const found = later.results.filter(({ check }) => check === "chains");
  expect(found.map(({ state, id }) => [state, id])).toEqual([["warn", "audit_log"]]);
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
