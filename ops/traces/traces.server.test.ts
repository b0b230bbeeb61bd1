import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { auditLog } from "#db/schema/index.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { dropTable } from "#tests/support/break-database.ts";
import { type CollectedSpan, type Collector, openCollector } from "#tests/support/collector.ts";
import { submitEnrol } from "#tests/support/crowd.ts";
import { createSignedInStudent } from "#tests/support/enrol-requests.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { freePort } from "#tests/support/servers.ts";
import { ask, type StartedSchool, startSchool } from "#tests/support/started-school.ts";

const SLUG = "traced";
const ERROR = 2;
const PAGE = { accept: "text/html" };
/** Two seconds for the last traces, and what the end of a school that rests takes besides. */
const END_MS_MAX = scaleDeadline(6_000);

let school: TestSchool;
let cohortId: string;
let collector: Collector;
let started: StartedSchool | undefined;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  ({ id: cohortId } = await school.cohort({ capacity: 100 }, { slug: SLUG, title: "Traced" }));
});
afterEach(async () => {
  await started?.stop();
  started = undefined;
  await collector?.close();
});
afterAll(() => school?.drop());

async function open(env: Record<string, string> = {}, processes = 1): Promise<StartedSchool> {
  collector = await openCollector();
  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  started = await startSchool(school.database.url, { processes, env: { ...traces, ...env } });
  await started.complete(processes);
  return started;
}

/** Ends the school as a service manager does. */
async function end(served: StartedSchool) {
  const begun = performance.now();
  served.process.kill("SIGTERM");
  return { code: await served.ended, tookMs: performance.now() - begun };
}

const linesOf = (served: StartedSchool) =>
  served
    .said()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function rootOf(span: CollectedSpan): CollectedSpan {
  const above = collector.spans.find(({ spanId, traceId }) => spanId === span.parentSpanId && traceId === span.traceId);
  return above ? rootOf(above) : span;
}

describe.skipIf(platform() !== "linux")("a school whose operator names a collector", () => {
  test("makes a trace of each request: Next's steps and the write below it, under the number that the audit log has", async () => {
    const { port } = await open();
    const student = await createSignedInStudent(school);
    expect((await ask(port, `/courses/${SLUG}`, { headers: PAGE })).status).toBe(200);
    expect((await submitEnrol(port, { cookie: student.cookie, cohortId })).location).toContain("/learning/");
    await end(started as StartedSchool);

    const page = collector.spans.find(({ name }) => name === "GET /courses/[slug]") as CollectedSpan;
    expect(rootOf(page).attributes).toMatchObject({
      "http.route": "/courses/[slug]",
      "http.response.status_code": 200,
    });
    const writes = collector.spans.filter(({ name }) => name === "write");
    const enrolled = writes.find(({ attributes }) =>
      (attributes["matricula.write.audited"] as string[]).includes("enrolment.create"),
    ) as CollectedSpan;
    const root = rootOf(enrolled);
    expect(root).toMatchObject({ name: "POST /enrol", attributes: { "http.response.status_code": 303 } });
    const number = String(enrolled.attributes["matricula.request_id"]);
    expect(root.attributes["matricula.request_id"]).toBe(number);
    const rows = await school.database.read.select().from(auditLog).where(eq(auditLog.requestId, number));
    expect(rows.length).toBeGreaterThan(0);
    const between = collector.spans.find(({ spanId }) => spanId === enrolled.parentSpanId);
    expect(between?.attributes["next.span_type"]).toBe("AppRouteRouteHandlers.runHandler");
  });

  test("sends nothing that is secret, typed by somebody, or says who they are", inAll, async () => {
    const { port } = await open();
    const student = await createSignedInStudent(school);
    const secrets = [
      "geheimwort",
      "resetsecret",
      "feedsecret",
      "mtr_apisecret",
      student.cookie,
      student.id,
      "Person 1",
    ];
    const headers = { ...PAGE, cookie: student.cookie, "user-agent": "geheimwort", referer: "http://x/?q=geheimwort" };
    for (const asked of [
      "/courses/find?q=geheimwort",
      "/sign-in/reset/resetsecret",
      "/calendar/feed/feedsecret.ics",
      "/geheimwort",
      "/account",
      "/learning",
    ]) {
      await ask(port, asked, { headers });
    }
    await ask(port, "/api/v1/courses?q=geheimwort", { headers: { authorization: "Bearer mtr_apisecret" } });
    const form = { ...headers, origin: "http://x", "content-type": "multipart/form-data; boundary=b" };
    const body = '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\ngeheimwort\r\n--b--\r\n';
    await ask(port, "/sign-in", { method: "POST", headers: form, body });
    await end(started as StartedSchool);
    const answered = collector.spans.filter(({ attributes }) => attributes["http.response.status_code"]);
    expect(answered.filter(({ name }) => name !== "GET /health").length).toBe(8);
    // One file answers the whole API; what is looked for in a trace is the operation.
    const ofApi = answered.find(({ name }) => name === "GET /api/v1/courses");
    expect(ofApi?.attributes["http.route"]).toBe("/api/v1/courses");
    const sent = collector.text();
    for (const secret of secrets) expect(sent).not.toContain(secret);
    expect(sent).not.toContain("@example.org");
    expect(sent).not.toMatch(/"(http\.target|http\.url|exception\.message|exception\.stacktrace|next\.segment)"/);
  });

  test("does not hear what a stranger says of traces", inAll, async () => {
    const { port } = await open();
    const theirs = "1".repeat(32);
    await ask(port, "/help", { headers: { ...PAGE, traceparent: `00-${theirs}-${"2".repeat(16)}-00` } });
    await end(started as StartedSchool);
    const roots = collector.spans.filter(({ name, parentSpanId }) => name === "GET /help" && !parentSpanId);
    expect(roots.length).toBe(1);
    expect(collector.text()).not.toContain(theirs);
  });

  test("has each process send for itself", inAll, async () => {
    const served = await open({}, 2);
    const pids = served.workers();
    for (let n = 0; n < 4; n++) await ask(served.port, "/help", { headers: PAGE });
    await end(served);
    const senders = new Map(
      collector.spans.map(({ resource }) => [resource["process.pid"], resource["service.instance.id"]]),
    );
    expect([...senders.keys()].sort()).toEqual([...pids].sort());
    expect(new Set(senders.values()).size).toBe(2);
  });

  test("leads from a line of the log to its trace, and back", inAll, async () => {
    const lost = await openTestSchool();
    lost.clock.set(new Date());
    collector = await openCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const served = await startSchool(lost.database.url, { processes: 1, env });
    started = served;
    await dropTable(lost.database.url, "tickets");
    const { cookie } = await createSignedInStudent(lost);
    const answer = await ask(served.port, "/help", { headers: { ...PAGE, cookie } });
    const number = /req_[0-9a-f]{32}/.exec(answer.text)?.[0] ?? "none";
    await end(served);
    const line = linesOf(served).find(({ requestId }) => requestId === number);
    const root = collector.spans.find(({ attributes }) => attributes["matricula.request_id"] === number);
    expect(answer.status).toBe(500);
    expect(root).toMatchObject({ name: "GET /help", status: { code: ERROR }, attributes: { "error.type": "500" } });
    expect(line).toMatchObject({ msg: "a page failed to render", trace_id: root?.traceId });
    expect(collector.text()).not.toContain("no such table");
    await lost.drop();
  });
});

describe.skipIf(platform() !== "linux")("a collector that", () => {
  test.each<[what: string, mood: Collector["mood"] | "away"]>([
    ["answers 500", "breaks"],
    ["does not answer", "hangs"],
    ["is not there", "away"],
  ])("%s slows nobody, fills no log, and holds no end up", inAll, async (_, mood) => {
    const away = mood === "away" ? { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` } : {};
    collector = await openCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...away };
    if (mood !== "away") collector.mood = mood;
    const served = await startSchool(school.database.url, { processes: 1, env });
    started = served;
    const student = await createSignedInStudent(school);
    let longestMs = 0;
    // Longer than a batch is waited for, and than one delivery may take.
    const until = performance.now() + 8_000;
    while (performance.now() < until) {
      const begun = performance.now();
      expect((await ask(served.port, "/help", { headers: PAGE })).status).toBe(200);
      longestMs = Math.max(longestMs, performance.now() - begun);
      await new Promise((wake) => setTimeout(wake, 200));
    }
    expect((await submitEnrol(served.port, { cookie: student.cookie, cohortId })).location).toContain("/learning/");
    const { code, tookMs } = await end(served);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(END_MS_MAX);
    expect(longestMs).toBeLessThan(scaleDeadline(2_000));
    const lines = linesOf(served);
    expect(lines.map(({ msg }) => msg)).toEqual([
      "the collector does not accept traces; they are dropped until it does",
    ]);
    expect(lines[0]).not.toHaveProperty("trace_id");
  });
});

describe.skipIf(platform() !== "linux")("a server process", () => {
  async function loadedBy(env: Record<string, string>): Promise<string[]> {
    const folder = mkdtempSync(path.join(tmpdir(), "matricula-loaded-"));
    try {
      const preload = `--import ${path.resolve("tests/support/loaded-modules.ts")}`;
      const served = await open({ NODE_OPTIONS: preload, LOADED_MODULES_DIR: folder, ...env });
      const [pid] = served.workers();
      for (const page of ["/help", "/courses", "/metrics"]) await ask(served.port, page, { headers: PAGE });
      await end(served);
      return JSON.parse(readFileSync(path.join(folder, `${pid}.json`), "utf8")) as string[];
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("without a collector loads no more of OpenTelemetry than the interface that Next asks for", inAll, async () => {
    expect(await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toEqual(["@opentelemetry/api"]);
  });

  test("with one loads what makes and sends traces", inAll, async () => {
    const loaded = await loadedBy({});
    expect(loaded).toContain("@opentelemetry/sdk-trace");
    expect(loaded).toContain("@opentelemetry/exporter-trace-otlp-http");
  });
});

test("a wrong setting is named with its mend, and nothing is started", async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" };
  const start = startSchool(school.database.url, { processes: 1, env });
  await expect(start).rejects.toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT: it must be an address .* Mend: set OTEL_EXPORTER/);
});
