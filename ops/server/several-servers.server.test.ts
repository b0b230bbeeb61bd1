import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { apiTokens, enrolments, files } from "#db/schema/index.ts";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { startCrowd } from "#tests/support/crowd.ts";
import { eventually, growsBy, scaleDeadline } from "#tests/support/deadlines.ts";
import { createSignedInStudent, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { encodeForm, findHiddenFields, FORM_HEADERS } from "#tests/support/page-forms.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { freePort } from "#tests/support/servers.ts";
import { ask, type StartedSchool, startSchool } from "#tests/support/started-school.ts";

/** How far the second server's clock is ahead. */
const AHEAD_MS = 5_000;
const SLUG = "shared";
const SECRET = "a secret that all servers share, long enough";

const home = mkdtempSync(path.join(tmpdir(), "matricula-several-"));
const clockFile = path.join(home, "clock");
let school: TestSchool;
let cohort: { id: string; courseId: string };
let servers: StartedSchool[] = [];
let origin: string;
let frontPort: number;

const isTried = engine === "postgres";

beforeAll(async () => {
  if (!isTried) return;
  school = await openTestSchool();
  school.clock.set(new Date());
  cohort = await school.cohort({ capacity: 100_000 }, { slug: SLUG, title: "Shared" });
  frontPort = await freePort();
  origin = `http://localhost:${frontPort}`;
  writeFileSync(clockFile, String(AHEAD_MS));
  servers = [await startServer(), await startServer(AHEAD)];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await school?.drop();
  rmSync(home, { recursive: true, force: true });
});

const AHEAD = {
  MATRICULA_FAULTS_CLOCK: clockFile,
  NODE_OPTIONS: `--import ${path.resolve("tests/fault-injection/fake-clock.ts")}`,
};

/** A server with a data folder of its own; only the secret and the folder of files are the same everywhere. */
function startServer(more: Record<string, string> = {}, port?: number): Promise<StartedSchool> {
  const shared = { MATRICULA_SECRET: SECRET, MATRICULA_FILES_DIR: path.join(home, "files"), MATRICULA_URL: origin };
  return startSchool(school.database.url, {
    processes: 1,
    ...(port === undefined ? {} : { port }),
    env: { ...shared, MATRICULA_LEAVE_SECONDS: "4", MATRICULA_MAIL_FROM: "school@school.example", ...more },
  });
}

const portOf = (n: number) => servers[n % servers.length]?.port ?? 0;
const asStudent = (cookie: string) => ({ cookie, origin, "sec-fetch-site": "same-origin" });

async function tokenOf(person: { id: string }, ...scopes: string[]): Promise<string> {
  const secret = `mtr_${createSecret()}`;
  const token = { id: createId("apiToken"), tokenHash: hashToken(secret), userId: person.id, name: "test" };
  await school.database.write(async (tx) => {
    await tx.insert(apiTokens).values({ ...token, scopes, createdAt: school.clock() });
  });
  return secret;
}

const send = (n: number, at: string, token: string, body: unknown, { method = "POST", key = createSecret() } = {}) =>
  ask(portOf(n), at, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
  });

/** How many wrong passwords one source may try for one account in a quarter of an hour (domain/accounts/limit-counters.ts). */
const TRIES_MAX = 10;

describe.skipIf(!isTried)(
  "two servers of one school, their clocks five seconds apart and nothing sticky between them",
  () => {
    test("a page from one is a form for the other, and a wrong password counts at both", async () => {
      const said: string[] = [];
      for (let n = 0; n < 24; n++) {
        const page = await ask(portOf(n), "/sign-in", { headers: { accept: "text/html" } });
        const typed = { email: "nobody@school.example", password: "wrong password", how: "password" };
        const form = { ...findHiddenFields(page.text, "password"), ...typed };
        const answer = await ask(portOf(n + 1), "/sign-in", {
          method: "POST",
          headers: { ...FORM_HEADERS, origin },
          body: encodeForm(form),
        });
        said.push(
          answer.text.includes("do not go together")
            ? "wrong"
            : /Many wrong|Too many/.test(answer.text)
              ? "many"
              : answer.text.slice(0, 200),
        );
      }
      // Each server alone would have let twice as many through.
      const expected = said.map((_, n) => (n < TRIES_MAX ? "wrong" : "many"));
      expect(said).toEqual(expected);
    });

    test("what is published at one stands on the other's kept page at once", async () => {
      const token = await tokenOf(await school.person("admin"), "courses:write");
      for (let n = 0; n < 6; n++) {
        await ask(portOf(n + 1), `/courses/${SLUG}`);
        const title = `Shared for the time ${n}`;
        const renamed = await send(n, `/api/v1/courses/${cohort.courseId}`, token, { title }, { method: "PATCH" });
        expect(renamed.status).toBe(200);
        expect((await ask(portOf(n + 1), `/courses/${SLUG}`)).text).toContain(title);
      }
    });

    test("the same request sent to both is done once, and both give its answer", async () => {
      const token = await tokenOf(await school.person("admin"), "enrolments:write");
      for (let n = 0; n < 5; n++) {
        const student = await createSignedInStudent(school);
        const key = createSecret();
        const body = { cohortId: cohort.id, studentId: student.id };
        const at = [0, 1, 0, 1].map((server) => send(server, "/api/v1/enrolments", token, body, { key }));
        const answers = await Promise.all(at);
        // One that came while the first was at it is asked to come again.
        const given = answers.filter(({ status }) => status === 201);
        expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
        expect(new Set(given.map(({ text }) => text)).size).toBe(1);
        const again = await send(1, "/api/v1/enrolments", token, body, { key });
        expect([again.status, again.text]).toEqual([201, given[0]?.text]);
        const places = await school.database.read.select().from(enrolments).where(eq(enrolments.studentId, student.id));
        expect(places).toHaveLength(1);
        const inside = await ask(portOf(n), "/learning", { headers: asStudent(student.cookie) });
        expect(inside.text).toContain("Shared");
      }
    });

    test("one that has another secret says so in its own health, and in nobody else's", inAllOnPostgres, async () => {
      const other = await startServer({ MATRICULA_SECRET: "another secret, as long as the others' is" });
      try {
        // Whoever watches the log reads it as a reason of the server's health.
        expect(await eventually(() => other.said().includes("server_secret"), scaleDeadline(10_000))).toBe(true);
        expect((await ask(other.port, "/health")).text.trim()).toBe("degraded");
        expect(servers.map((server) => server.said()).join("")).not.toContain("server_secret");
      } finally {
        await other.stop();
      }
    });

    test("a file that was sent to one is read from the other", async () => {
      const student = await createSignedInStudent(school);
      const token = await tokenOf(student, ...SCOPES);
      const content = Buffer.from("What I asked about.").toString("base64");
      const attachments = [{ name: "notes.txt", content }];
      const opened = await send(0, "/api/v1/tickets", token, { subject: "A file", body: "See there.", attachments });
      expect(opened.status, opened.text).toBe(201);
      const [file] = await school.database.read.select().from(files).where(eq(files.name, "notes.txt"));
      for (const n of [0, 1]) {
        const read = await ask(portOf(n), `/files/${file?.id}`, { headers: asStudent(student.cookie) });
        expect([read.status, read.text]).toEqual([200, "What I asked about."]);
      }
    });
  },
);

const hasCaddy = spawnSync("caddy", ["version"]).status === 0;

/** The shipped file, before these servers and without a certificate. */
async function startFront() {
  const file = path.join(home, "Caddyfile");
  const shipped = readFileSync("deploy/caddy/several-servers.Caddyfile", "utf8")
    .replace("school.example {", `http://localhost:${frontPort} {`)
    .replace("10.0.0.11:3000 10.0.0.12:3000", servers.map(({ port }) => `127.0.0.1:${port}`).join(" "))
    .replace("/var/log/caddy", home);
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${shipped}`);
  const caddy = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: home },
    stdio: "ignore",
  });
  const gone = new Promise((done) => caddy.once("exit", done));
  expect(
    await eventually(async () => (await ask(frontPort, "/health").catch(() => undefined))?.status === 200, 60_000),
  ).toBe(true);
  return async () => {
    caddy.kill("SIGTERM");
    await gone;
  };
}

describe.skipIf(!isTried || !hasCaddy)("behind the shipped Caddy", () => {
  test("a server that ends, and one that is killed, lose nothing that was acknowledged, and an update of each loses no request", async () => {
    const stopFront = await startFront();
    const students = await createSignedInStudents(school, 1_200);
    const crowd = startCrowd({ ports: [frontPort], cohortId: cohort.id, slug: SLUG, students });
    try {
      const answered = () => crowd.seen.answers;
      expect(await growsBy(answered, 100)).toBe(true);
      for (const n of [0, 1]) {
        const { process: child, ended, port } = servers[n] as StartedSchool;
        child.kill("SIGTERM");
        await ended;
        expect(await growsBy(answered, 50)).toBe(true);
        servers[n] = await startServer(n === 1 ? AHEAD : {}, port);
        // Until the front asks it again.
        expect(await growsBy(answered, 100)).toBe(true);
      }
      expect(crowd.seen.wrong).toEqual([]);

      const [, second] = servers;
      second?.process.kill("SIGKILL");
      for (const worker of second?.workers() ?? []) process.kill(worker, "SIGKILL");
      expect(await growsBy(answered, 200)).toBe(true);
      const { inside, wrong, longestMs } = await crowd.stop();
      // What was on its way to it is answered by an error; nobody else hears of it.
      expect(wrong.length).toBeLessThanOrEqual(10);
      expect(longestMs).toBeLessThan(scaleDeadline(10_000));
      const placed = await school.database.read
        .select({ studentId: enrolments.studentId })
        .from(enrolments)
        .where(and(eq(enrolments.cohortId, cohort.id), inArray(enrolments.studentId, inside)));
      expect(placed).toHaveLength(inside.length);
      expect(await findViolations(school.database)).toEqual([]);
    } finally {
      await crowd.stop();
      await stopFront();
    }
  });
});
