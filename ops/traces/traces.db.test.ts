import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { traced, tracer } from "#db/tracer.ts";
import { createSystemActor, visitor } from "#domain/kernel/actor.ts";
import { type AuditAction, audit } from "#domain/audit.ts";
import { createId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { MailTrouble } from "#domain/mail/sender.ts";
import { type PaymentProvider, ProviderTrouble } from "#domain/payments/provider.ts";
import { runJob } from "#ops/jobs/run.ts";
import { createLogger } from "#providers/log.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { command, openBackupSchool } from "#ops/backup/testing.ts";
import { withBreaker, withMailBreaker } from "#providers/breakers.ts";
import { openRuntime, setRuntime, write } from "#runtime";
import { type CollectedSpan, type Collector, openCollector } from "#tests/support/collector.ts";
import { startS3 } from "#tests/support/s3-server.ts";
import { asStep } from "#tests/support/as-step.ts";
import { startTraces } from "./start.ts";

const [ERROR, CLIENT] = [2, 3];
const AS = { actor: createSystemActor("test") };
const PERSON = "mara@example.org";

let database: TestDatabase;
let folder: string;
let collector: Collector;
beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "matricula-traces-"));
  collector = await openCollector();
  const settings = readConfig({ MATRICULA_DATA_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  setRuntime(openRuntime(settings, { database, secret: "a secret for tests that is long enough" }));
});
beforeEach(() => {
  collector.spans.length = 0;
});
afterAll(async () => {
  await collector.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Does something while it is traced, and gives what the collector was sent of it. */
async function spansOf(work: () => Promise<unknown>, env: Record<string, string> = {}): Promise<CollectedSpan[]> {
  const { traces } = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
  if (!traces) throw new Error("no collector is named");
  startTraces(traces);
  await work().finally(() => tracer()?.end());
  return collector.spans;
}

const request = <T>(work: () => Promise<T>) => traced("request", {}, work, { kind: "request", root: true });
const named = (spans: CollectedSpan[], name: string) => {
  const found = spans.filter((span) => span.name === name);
  if (found.length !== 1) throw new Error(`${found.length} spans are called ${name}`);
  return found[0] as CollectedSpan;
};
const auditThing = (action: AuditAction) =>
  write(
    AS,
    asStep((ctx) => audit(ctx, action, { type: "thing", id: createId("request") })),
  );

describe("a write", () => {
  test("is a step of what caused it, with who, what, and what it waited for", async () => {
    const spans = await spansOf(() => request(() => auditThing("course.create")));
    const [outer, inner] = [named(spans, "request"), named(spans, "write")];
    expect(inner).toMatchObject({ traceId: outer.traceId, parentSpanId: outer.spanId, status: { code: 0 } });
    expect(inner.attributes).toEqual({
      "matricula.actor": "system",
      "matricula.job": "test",
      "matricula.request_id": expect.stringMatching(/^req_/),
      "matricula.write.audited": ["course.create"],
      "matricula.write.queue_wait_ms": expect.any(Number),
      "matricula.write.lock_wait_ms": expect.any(Number),
      "matricula.write.commit_ms": expect.any(Number),
      "matricula.write.batch": 1,
    });
  });

  test("that runs beside others stays with its own request, and so do the lines that it logs", async () => {
    const lines: string[] = [];
    const logger = createLogger("info", { write: (line) => lines.push(line) });
    const both = ["a", "b", "c"];
    const spans = await spansOf(() =>
      Promise.all(
        both.map((name) =>
          traced(name, {}, () => write(AS, async () => logger.info({ name }, "inside")), { root: true }),
        ),
      ),
    );
    const writes = spans.filter(({ name }) => name === "write");
    const batch = engine === "sqlite" ? 3 : 1;
    expect(writes.map(({ attributes }) => attributes["matricula.write.batch"])).toEqual([batch, batch, batch]);
    for (const name of both) {
      const { traceId, spanId } = named(spans, name);
      const own = writes.find(({ parentSpanId }) => parentSpanId === spanId);
      expect(own?.traceId).toBe(traceId);
      const line = lines.map((each) => JSON.parse(each)).find((each) => each.name === name);
      expect(line).toMatchObject({ trace_id: traceId, span_id: own?.spanId });
    }
  });

  test("that is refused says by which code, and fails only when it is the school that cannot", async () => {
    const refuse = (code: "cohort_full" | "overloaded") =>
      write({ actor: visitor }, () => Promise.reject(new Refusal(code, { words: PERSON }))).catch(() => {});
    const spans = await spansOf(async () => {
      await refuse("cohort_full");
      await refuse("overloaded");
    });
    expect(spans.map(({ attributes, status }) => [attributes["matricula.refusal"], status.code])).toEqual([
      ["cohort_full", 0],
      ["overloaded", ERROR],
    ]);
    expect(collector.text()).not.toContain(PERSON);
  });

  test("that breaks says of what kind the error was, and none of its words", async () => {
    const broken = Object.assign(new TypeError(`no such person: ${PERSON}`), { code: "E_ODD" });
    const spans = await spansOf(() => write(AS, () => Promise.reject(broken)).catch(() => {}));
    expect(named(spans, "write")).toMatchObject({
      status: { code: ERROR },
      attributes: { "error.type": "TypeError E_ODD" },
    });
    expect(named(spans, "write").status.message ?? "").toBe("");
    expect(collector.text()).not.toContain(PERSON);
  });
});

test("a request is named by the number that stands in the log", async () => {
  let number = "";
  const spans = await spansOf(() => request(async () => void (number = resolveRequestId())));
  expect(named(spans, "request").attributes["matricula.request_id"]).toBe(number);
});

test("a job is a trace of its own, with its writes, and one that fails says so", async () => {
  const spans = await spansOf(async () => {
    const job = { name: "trial", everyMs: 1_000, run: async () => String(await auditThing("course.create")) };
    await request(() => runJob(job, { byHand: true }));
    await runJob({ ...job, name: "broken", run: () => Promise.reject(new Error(PERSON)) }, { byHand: true });
  });
  const [job, inner] = [named(spans, "job trial"), named(spans, "write")];
  expect([job.parentSpanId ?? "", inner.parentSpanId, inner.traceId]).toEqual(["", job.spanId, job.traceId]);
  expect(named(spans, "job broken")).toMatchObject({ status: { code: ERROR }, attributes: { "error.type": "Error" } });
});

describe("a call that leaves the machine", () => {
  test("of a mail server says that it went wrong, and to whom the mail was not", async () => {
    const refused = Object.assign(new Error(`550 ${PERSON} unknown`), { code: "ECONNREFUSED" });
    const send = () => Promise.reject(new MailTrouble("server", refused.message, { cause: refused }));
    const sender = withMailBreaker({ send, close: () => {} });
    const letter = { to: PERSON, subject: "s", html: "h", text: "t", language: "en", messageId: "m" };
    const spans = await spansOf(() => request(() => sender.send(letter).catch(() => {})));
    expect(named(spans, "mail send")).toMatchObject({
      kind: CLIENT,
      parentSpanId: named(spans, "request").spanId,
      attributes: { "matricula.provider": "mail", "error.type": "MailTrouble ECONNREFUSED" },
    });
    expect(collector.text()).not.toContain(PERSON);
  });

  test("of a payment service says which and what for", async () => {
    const provider = { name: "stripe", look: () => Promise.reject(new ProviderTrouble(PERSON)) };
    // Only what is called here.
    const { look } = withBreaker(provider as unknown as PaymentProvider);
    const spans = await spansOf(() => request(() => look("ref").catch(() => {})));
    expect(named(spans, "stripe look")).toMatchObject({ kind: CLIENT, attributes: { "matricula.provider": "stripe" } });
    expect(collector.text()).not.toContain(PERSON);
  });

  test.skipIf(engine === "postgres")(
    "of backup storage is a step of the job, though a child process makes it",
    async () => {
      const s3 = await startS3();
      const { url, region, keyId, secret: key } = s3.account;
      const at = await openBackupSchool({
        MATRICULA_BACKUP_KEY: Buffer.alloc(32, 7).toString("base64"),
        MATRICULA_BACKUP_S3_URL: url,
        MATRICULA_BACKUP_S3_REGION: region,
        MATRICULA_BACKUP_S3_KEY_ID: keyId,
        MATRICULA_BACKUP_S3_SECRET: key,
      });
      try {
        const secret = "a secret for tests that is long enough";
        const env = { ...at.env, MATRICULA_SECRET: secret, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
        const ran = await command("job", ["backup-hourly"], env).ended;
        expect(ran.code, ran.said).toBe(0);
        const { spans } = collector;
        const [job, child] = [named(spans, "job backup-hourly"), named(spans, "backup")];
        expect(child).toMatchObject({ traceId: job.traceId, parentSpanId: job.spanId });
        expect(child.resource["process.pid"]).not.toBe(job.resource["process.pid"]);
        const puts = spans.filter(({ name }) => name === "s3 PUT");
        expect(puts.length).toBeGreaterThan(0);
        for (const put of puts) expect(put).toMatchObject({ traceId: job.traceId, parentSpanId: child.spanId });
        for (const word of [key, secret]) expect(collector.text()).not.toContain(word);
        expect(collector.text()).not.toContain(new URL(url).host);
      } finally {
        await at.drop();
        await s3.stop();
      }
    },
  );
});

test("the collector gets the headers that it asks for, and a name by which it knows the process", async () => {
  collector.headers.length = 0;
  const settings = { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20key", OTEL_SERVICE_NAME: "evening" };
  const spans = await spansOf(() => request(async () => {}), settings);
  expect(collector.headers[0]).toMatchObject({ authorization: "Bearer key", "content-type": "application/json" });
  expect(named(spans, "request").resource).toMatchObject({ "service.name": "evening", "process.pid": process.pid });
});

test.each([
  ["always_off", undefined, 0],
  ["parentbased_traceidratio", "0", 0],
  ["traceidratio", "1", 20],
])("the sampler %s with %s keeps %d traces of twenty, whole", async (name, share, kept) => {
  const settings = { OTEL_TRACES_SAMPLER: name, ...(share ? { OTEL_TRACES_SAMPLER_ARG: share } : {}) };
  const spans = await spansOf(async () => {
    for (let n = 0; n < 20; n++) await request(() => auditThing("course.create"));
  }, settings);
  expect(spans.length).toBe(kept * 2);
});

test("where nobody listens, a step is only done", async () => {
  expect(tracer()).toBeUndefined();
  await request(() => auditThing("course.create"));
  expect(collector.spans).toEqual([]);
});
