import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as databaseHealth } from "#app/api/monitoring/database/health/route.ts";
import { GET as performanceRoute } from "#app/api/monitoring/performance/route.ts";
import { GET as metrics } from "#app/metrics/route.ts";
import { countRejection } from "#ops/request-limits/rejections.ts";
import { engine } from "#db/engine.ts";
import { leases, outbox, samples, settings } from "#db/schema/index.ts";
import { HOUR_MS, MINUTE_MS, addMs } from "#domain/kernel/clock.ts";
import { openFolderStore } from "#ops/backup/folder-store.ts";
import { type BackupRecord, getBackupName, writeRecord } from "#ops/backup/records.ts";
import { storeReport } from "#ops/doctor/stored-report.ts";
import { clearReason, setReason } from "#ops/health/state.ts";
import { type ApiSchool, makeToken, openApiSchool } from "#tests/support/api.ts";
import { startEventLoopMonitor } from "./machine-usage.ts";
import { startRequestMetrics } from "./requests.ts";
import { createRouteMatcher, nameRoutesOf } from "./routes.ts";
import { recordSample } from "./sampler.ts";

let school: ApiSchool;
let token: string;
let server: Server;
let home: string;

const routeOf = createRouteMatcher({
  staticRoutes: [{ page: "/help" }],
  rewrites: { afterFiles: [{ source: "/courses" }] },
  dynamicRoutes: [
    { page: "/courses/[slug]", regex: "^/courses/([^/]+?)(?:/)?$" },
    { page: "/test/[...path]", regex: "^/test/(.+?)(?:/)?$" },
  ],
});

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "matricula-monitoring-"));
  school = await openApiSchool({ MATRICULA_DATA_DIR: home });
  token = await makeToken(school, await school.person("admin"), ["system:read"]);
  startRequestMetrics(routeOf);
  startEventLoopMonitor();
  server = createServer((request, response) => {
    response.statusCode = request.url?.startsWith("/broken") ? 500 : 200;
    response.end("fine");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.close();
  await school.close();
  rmSync(home, { recursive: true, force: true });
});

const asked = (as?: string) =>
  new Request("http://localhost/metrics", as === undefined ? {} : { headers: { authorization: `Bearer ${as}` } });

const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

/** Every sample by its name and labels, as Prometheus reads it. */
async function scraped(): Promise<Map<string, number>> {
  const text = await (await metrics(asked(token))).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

async function value(name: string, ...labels: string[]): Promise<number | undefined> {
  for (const [sample, number] of await scraped()) {
    if (sample.startsWith(`matricula_${name}{`) && labels.every((each) => sample.includes(each))) return number;
  }
  return undefined;
}

describe("who watches the school", () => {
  const routes = [
    ["the database's health", databaseHealth],
    ["performance", performanceRoute],
    ["metrics", metrics],
  ] as const;

  test.each(routes)("reads %s with a token that has the scope", async (_, route) => {
    const answer = await route(asked(token));
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, expect.stringContaining("no-store")]);
  });

  test.each(routes)("is told nothing of %s with another token", async (_, route) => {
    const student = await school.person("student");
    const [unscoped, notAdmin] = [
      await makeToken(school, await school.person("admin"), ["courses:read"]),
      await makeToken(school, student, ["system:read"]),
    ];
    const answers = await Promise.all([unscoped, notAdmin, "mtr_madeup"].map((each) => route(asked(each))));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 401]);
    for (const answer of answers) expect(await answer.text()).not.toMatch(/matricula_|engine|routes/);
  });
});

test("the database's health says its engine, pragmas, sizes, times, reasons and what the doctor found", async () => {
  setReason({ code: "test", words: "It rains in.", mend: "Mend the roof." });
  const results = [
    { check: "engine", state: "ok" as const, words: "fine" },
    { check: "clock", state: "wrong" as const, words: "late" },
  ];
  await storeReport({ at: new Date().toISOString(), depth: "full", engine, state: "wrong", results });
  const told = await (await databaseHealth(asked(token))).json();
  clearReason("test");
  expect(told).toMatchObject({
    engine,
    state: "degraded",
    storage: { state: "ok" },
    reasons: [{ code: "test", mend: "Mend the roof." }],
    pragmas: engine === "sqlite" ? { journal_mode: "wal", synchronous: 1, foreign_keys: 1 } : {},
    writer: { queued: 0, commit: { count: expect.any(Number), msP99: expect.any(Number) } },
    doctor: { state: "wrong", findings: expect.arrayContaining([expect.objectContaining({ check: "clock" })]) },
    items: expect.arrayContaining([
      expect.objectContaining({ id: "test", severity: "soon" }),
      expect.objectContaining({ id: "clock", severity: "now" }),
    ]),
  });
  expect(told.sizes.databaseBytes).toBeGreaterThan(100_000);
  expect(told.writer.commit.count).toBeGreaterThan(0);
  expect(told.writer.commit.msP99).toBeGreaterThanOrEqual(told.writer.commit.msP50);
  expect(told.read.count).toBeGreaterThan(0);
});

test("the backups' age and what came of the last are told, before there are any too", async () => {
  const backupOf = async () => ((await (await databaseHealth(asked(token))).json()) as { backup: unknown }).backup;
  expect(await backupOf()).toEqual({ at: null, ageSeconds: null, newest: null, lastTry: null });
  const folder = openFolderStore(school.runtime.config.backup.dir);
  const moment = addMs(school.clock(), -HOUR_MS);
  const record: BackupRecord = {
    ...{ format: 1, name: getBackupName(moment), moment: moment.toISOString(), checkedAt: moment.toISOString() },
    ...{ state: "failed", why: "hourly", engine, version: "1", isEncrypted: false, bytes: 1, sha256: "", places: [] },
    ...{ rows: 0, files: { count: 0, read: 0, missing: 0 }, tookMs: 1, findings: ["it is damaged"], provedAt: null },
  };
  await writeRecord(folder, record);
  const lastRunAt = school.clock();
  const lease = {
    job: "backup-hourly",
    holder: "a",
    until: lastRunAt,
    lastRunAt,
    lastOutcome: "failed: it is damaged",
  };
  await school.database.write((tx) => tx.insert(leases).values(lease));
  expect(await backupOf()).toMatchObject({
    at: null,
    newest: { at: record.moment, state: "failed", findings: ["it is damaged"] },
    lastTry: { job: "backup-hourly", state: "failed", words: "failed: it is damaged" },
  });
});

describe("while the database cannot be read", () => {
  const unreadable = () => {
    const { database } = school.runtime;
    const trouble = Object.assign(new Error("disk I/O error at /srv/school"), { code: "SQLITE_IOERR_READ" });
    const read = new Proxy(database.read, {
      get() {
        throw trouble;
      },
    });
    school.runtime.database = { ...database, read };
    return () => {
      school.runtime.database = database;
    };
  };

  test("who comes with the token of the settings is told what can be told, and what is the matter", async () => {
    const configured = "a-monitoring-token-that-is-long-enough";
    school.runtime.config.monitoringToken = configured;
    const mend = unreadable();
    try {
      const told = await databaseHealth(asked(configured));
      expect(told.status).toBe(200);
      expect(await told.json()).toMatchObject({
        ...{ state: "failed", reasons: [{ code: "storage_unreadable" }], doctor: null },
        // PostgreSQL has none.
        pragmas: engine === "sqlite" ? null : {},
        writer: { queued: 0 },
      });
      const performance = await performanceRoute(asked(configured));
      expect(await performance.json()).toMatchObject({
        jobs: null,
        outbox: null,
        machine: { cores: expect.any(Number) },
      });
      const text = await (await metrics(asked(configured))).text();
      expect(text).toMatch(/^matricula_state\{state="failed",process="[^"]+"\} 1$/m);
      expect(text).not.toMatch(/^matricula_database_bytes\{/m);
      expect((await databaseHealth(asked(`${configured}x`))).status).not.toBe(200);
      school.runtime.config.monitoringToken = null;
      expect((await databaseHealth(asked(configured))).status).not.toBe(200);
    } finally {
      mend();
      school.runtime.config.monitoringToken = null;
    }
    expect((await databaseHealth(asked(configured))).status).toBe(401);
  });

  test("who comes with a token of the database is told that, and to come back", async () => {
    const mend = unreadable();
    try {
      const answer = await databaseHealth(asked(token));
      const problem = await answer.text();
      expect([answer.status, answer.headers.get("content-type"), answer.headers.get("retry-after")]).toEqual([
        503,
        "application/problem+json",
        "15",
      ]);
      expect(problem).toMatch(/cannot read its data/);
      expect(problem).not.toMatch(/srv|SQLITE/);
    } finally {
      mend();
    }
  });
});

test("requests are counted by route, whatever strangers ask for", async () => {
  const paths = ["/courses", "/courses/bookbinding?x=1", "/courses/weaving", "/wp-login.php", "/x", "/broken"];
  for (const path of paths) await get(path);
  expect(await value("requests_total", 'route="/courses/[slug]"', 'status="2xx"')).toBe(2);
  expect(await value("requests_total", 'route="other"', 'status="2xx"')).toBe(2);
  expect(await value("requests_total", 'route="other"', 'status="5xx"')).toBe(1);
  expect(await value("request_seconds_count", 'route="/courses"')).toBe(1);
  expect(await value("request_seconds_bucket", 'route="/courses/[slug]"', 'le="+Inf"')).toBe(2);
  const told = await (await performanceRoute(asked(token))).json();
  expect(told.requests).toMatchObject({ count: 6, failed: 1 });
  expect(told.requests.routes[0]).toMatchObject({ route: "other", byStatus: { "2xx": 2, "5xx": 1 } });
});

test("writes, mails and jobs are in what Prometheus reads", async () => {
  const before = await scraped();
  const now = school.clock();
  const mail = { kind: "test", recipient: "a@b.example", payload: {}, createdAt: now };
  await school.database.write((tx) =>
    tx.insert(outbox).values([
      { ...mail, id: "out_a", dedupeKey: "a", state: "failed", nextTryAt: now },
      { ...mail, id: "out_b", dedupeKey: "b", state: "pending", nextTryAt: addMs(now, -5 * MINUTE_MS) },
    ]),
  );
  const writes = [...before].find(([name]) => name.startsWith("matricula_writes_total"))?.[1] ?? 0;
  expect(await value("writes_total")).toBeGreaterThan(writes);
  expect(await value("mails_failed")).toBe(1);
  expect(await value("mails_late_seconds")).toBe(300);
  expect(await value("job_failed", 'job="send-mail"')).toBe(0);
  expect(await value("state", 'state="ok"')).toBe(1);
  expect(await value("database_writable")).toBe(1);
  // Nothing is 0 that is only unknown: an alarm must see that there is no backup.
  expect(await value("backup_age_seconds")).toBeUndefined();
});

test("what is refused before it is read is counted by its reason, from 0", async () => {
  expect(await value("requests_refused_total", 'reason="method"')).toBe(0);
  countRejection("method");
  expect(await value("requests_refused_total", 'reason="method"')).toBe(1);
});

test("how the school fared is written down once a slot, and forgotten after five weeks", async () => {
  const { database, clock } = school;
  const old = { at: addMs(clock(), -40 * 24 * 60 * MINUTE_MS), process: "gone/1", figures: {} };
  await database.write((tx) => tx.insert(samples).values(old));
  await recordSample();
  await recordSample();
  const kept = await database.read.select().from(samples);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.figures).toMatchObject({ databaseBytes: expect.any(Number), requests: expect.any(Number) });
});

test("every metric that the dashboard and the alarms name is there", async () => {
  await storeReport({ at: new Date().toISOString(), depth: "quick", engine, state: "ok", results: [] });
  await get("/courses");
  const text = await (await metrics(asked(token))).text();
  // A figure may have no value yet, as the age of a backup where there is none; a histogram has its buckets always.
  const told = [...text.matchAll(/^# TYPE (\w+) (?:gauge|counter)$/gm), ...text.matchAll(/^(\w+)\{/gm)];
  const there = new Set(told.map(([, name]) => name));
  for (const file of ["deploy/grafana/matricula.json", "deploy/prometheus/alerts.yml"]) {
    const named = new Set(readFileSync(file, "utf8").match(/matricula_\w+/g));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  }
});

test("nothing of the doctor's is one of the school's own settings", async () => {
  const keys = (await school.database.read.select({ key: settings.key }).from(settings)).map(({ key }) => key);
  expect(keys).toContain("doctor");
});

test("a file that answers for many routes is counted by them, and what is none of them by its own", () => {
  expect(routeOf("/test/one/x")).toBe("/test/[...path]");
  nameRoutesOf("/test/[...path]", (asked) => (asked.startsWith("/test/one/") ? "/test/one/[id]" : undefined));
  expect(["/test/one/x", "/test/made-up"].map(routeOf)).toEqual(["/test/one/[id]", "/test/[...path]"]);
});
