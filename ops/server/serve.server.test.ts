import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { and, eq, inArray } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { apiTokens, enrolments } from "#db/schema/index.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { submitEnrol, startCrowd } from "#tests/support/crowd.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { createSignedInStudent, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { isLong } from "#tests/support/long-run.ts";
import { growsBy, scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { ask, oneConnection, type StartedSchool, startSchool, findWorkerOf } from "#tests/support/started-school.ts";

const SLUG = "served";
const PROCESSES = 2;
/** Who presses while processes change: more than can until all have. */
const CROWD = isLong ? 1_200 : 400;

let school: TestSchool;
let cohortId: string;
let courseId: string;
let served: StartedSchool | undefined;
/** The one that goes from test to test, for as long as it is whole after each: two processes are long in starting. */
let kept: StartedSchool | undefined;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  ({ id: cohortId, courseId } = await school.cohort({ capacity: 100_000 }, { slug: SLUG, title: "Served" }));
});
afterEach(async () => {
  if (served !== kept) await served?.stop();
  served = undefined;
});
afterAll(async () => {
  await kept?.stop();
  await school?.drop();
});

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

async function open(options: Partial<Parameters<typeof startSchool>[1]> = {}): Promise<StartedSchool> {
  served = await startSchool(school.database.url, { processes: PROCESSES, ...options });
  await served.complete(options.processes ?? PROCESSES);
  return served;
}

/** A whole school of two processes, whichever: that of the test before, if it is. */
async function openKept(): Promise<StartedSchool> {
  const isThere = kept !== undefined && kept.process.exitCode === null && kept.process.signalCode === null;
  if (!isThere) kept = await open();
  else await kept?.complete(PROCESSES);
  served = kept;
  return kept as StartedSchool;
}

/** Two connections, each to another process. */
async function bothProcesses({ port, workers }: StartedSchool) {
  const [here, there] = [oneConnection(), oneConnection()];
  for (const agent of [here, there]) await ask(port, "/health", { agent });
  const takers = [here, there].map((agent) => findWorkerOf(agent, workers()));
  expect(new Set(takers).size).toBe(2);
  expect(takers).not.toContain(undefined);
  return { here, there, takers: takers as number[] };
}

async function teamToken(): Promise<string> {
  const { id } = await school.person("admin");
  const secret = `mtr_${createSecret()}`;
  const token = { id: createId("apiToken"), tokenHash: hashToken(secret), userId: id, name: "test" };
  await school.database.write(async (tx) => {
    await tx.insert(apiTokens).values({ ...token, scopes: ["courses:write"], createdAt: school.clock() });
  });
  return secret;
}

async function placed(students: string[]): Promise<string[]> {
  const rows = await school.database.read
    .select({ studentId: enrolments.studentId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.studentId, students)));
  return rows.map(({ studentId }) => studentId);
}

async function crowd({ port }: StartedSchool, people: number) {
  const students = await createSignedInStudents(school, people);
  return startCrowd({ ports: [port], cohortId, slug: SLUG, students });
}

describe.skipIf(platform() !== "linux")("several processes on one port", () => {
  test("share it and the database: what is written through one is seen through the other at once", async () => {
    const started = await openKept();
    const { here, there } = await bothProcesses(started);
    const { port } = started;
    // A page that both keep.
    for (const agent of [here, there])
      expect((await ask(port, `/courses/${SLUG}`, { agent })).text).toContain("Served");
    const renamed = await ask(port, `/api/v1/courses/${courseId}`, {
      agent: here,
      method: "PATCH",
      headers: {
        authorization: `Bearer ${await teamToken()}`,
        "content-type": "application/json",
        "idempotency-key": createSecret(),
      },
      body: JSON.stringify({ title: "Served twice" }),
    });
    expect(renamed.status).toBe(200);
    expect((await ask(port, `/courses/${SLUG}`, { agent: there })).text).toContain("Served twice");

    const student = await createSignedInStudent(school);
    expect((await submitEnrol(port, { cookie: student.cookie, cohortId, agent: here })).location).toContain(
      "/learning/",
    );
    const own = await ask(port, "/learning", { agent: there, headers: { cookie: student.cookie } });
    expect(own.text).toContain("Served twice");
    for (const agent of [here, there]) agent.destroy();
  });

  test("one that is killed takes only its own connections with it, and another takes its place", async () => {
    const started = await openKept();
    const { here, there, takers } = await bothProcesses(started);
    process.kill(takers[0] as number, "SIGKILL");
    for (let n = 0; n < 20; n++) expect((await ask(started.port, "/health", { agent: there })).status).toBe(200);
    for (let n = 0; n < 20; n++) expect((await ask(started.port, "/health")).status).toBe(200);
    await started.complete(PROCESSES);
    expect(started.workers()).not.toContain(takers[0]);
    expect(started.said()).toMatch(/ended \(SIGKILL\); another one starts in 0\.2 s/);
    for (const agent of [here, there]) agent.destroy();
  });

  test(
    "one that is told to end answers on and says so, until a front server has gone elsewhere or it is told again",
    inAll,
    async () => {
      const { port, process: primary, ended } = await open({ processes: 1, env: { MATRICULA_LEAVE_SECONDS: "120" } });
      const agent = oneConnection();
      expect((await ask(port, `/courses/${SLUG}`, { agent })).status).toBe(200);
      primary.kill("SIGTERM");
      const health = () => ask(port, "/health").then(({ status, text }) => [status, text]);
      expect(await eventually(async () => (await health())[0] === 503, scaleDeadline(5_000))).toBe(true);
      expect(await health()).toEqual([503, "leaving\n"]);
      // Kept connections go after their next answer, and new ones are taken.
      for (const way of [{ agent }, {}]) expect((await ask(port, `/courses/${SLUG}`, way)).status).toBe(200);
      primary.kill("SIGTERM");
      expect(await ended).toBe(0);
      agent.destroy();
    },
  );

  test("the only one that is killed makes people wait and turns nobody away", inAll, async () => {
    const started = await open({ processes: 1 });
    process.kill(started.workers()[0] as number, "SIGKILL");
    await pause(20);
    expect((await ask(started.port, "/health")).status).toBe(200);
  });

  test("they end when the one that minds them is gone", inAll, async () => {
    const started = await openKept();
    const workers = started.workers();
    started.process.kill("SIGKILL");
    const living = () => workers.filter(isAlive);
    await eventually(() => living().length === 0, scaleDeadline(10_000));
    expect(living()).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A folder that holds this version, as another release beside it would. */
function release(home: string, name: string): string {
  const folder = path.join(home, name);
  symlinkSync(process.cwd(), folder);
  return folder;
}

describe.skipIf(platform() !== "linux")("an update", () => {
  test("loses no request and no acknowledged write while new processes take over", async () => {
    const started = await openKept();
    const before = started.workers();
    const pressing = await crowd(started, CROWD);
    await growsBy(() => pressing.seen.answers, 30);
    started.process.kill("SIGUSR2");
    await eventually(() => !started.workers().some((pid) => before.includes(pid)), scaleDeadline(60_000));
    await growsBy(() => pressing.seen.inside.length, 5);
    const { wrong, inside, answers } = await pressing.stop();
    expect(started.said()).toContain("new server processes are running");
    expect(started.workers().filter((pid) => before.includes(pid))).toEqual([]);
    expect(wrong).toEqual([]);
    // Enough to have met the change, also on a machine that does much else.
    expect(answers).toBeGreaterThan(40);
    expect(inside.length).toBeGreaterThan(4);
    expect((await placed(inside)).length).toBe(inside.length);
    expect(await findViolations(school.database)).toEqual([]);
  });

  test(
    "takes the version that the link points at by then, and one that cannot start changes nothing",
    inAll,
    async () => {
      const home = mkdtempSync(path.join(tmpdir(), "matricula-releases-"));
      try {
        const current = release(home, "current");
        const started = await open({ program: path.join(current, "ops/cli/start.ts") });
        const before = started.workers();
        const broken = path.join(home, "broken");
        symlinkSync(path.join(home, "nowhere"), broken);
        renameSync(broken, current);
        started.process.kill("SIGUSR2");
        await expect
          .poll(() => started.said(), { timeout: scaleDeadline(20_000) })
          .toContain("The previous ones keep running");
        expect(started.workers()).toEqual(before);
        expect((await ask(started.port, "/health")).status).toBe(200);

        const other = mkdtempSync(path.join(home, "release-"));
        for (const name of readdirSync(process.cwd())) symlinkSync(path.resolve(name), path.join(other, name));
        const link = path.join(home, "link");
        symlinkSync(other, link);
        renameSync(link, current);
        started.process.kill("SIGUSR2");
        await expect
          .poll(() => started.said(), { timeout: scaleDeadline(60_000) })
          .toContain("new server processes are running");
        const after = started.workers();
        expect(after.filter((pid) => before.includes(pid))).toEqual([]);
        expect(after.map((pid) => readlinkSync(`/proc/${pid}/cwd`))).toEqual(after.map(() => other));
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
  );

  test(
    "by a restart on a socket that the service manager keeps makes people wait and loses nothing",
    inAll,
    async () => {
      const socket = await keptSocket();
      try {
        const first = await open({ port: socket.port, handle: socket.handle });
        const pressing = await crowd(first, CROWD);
        await growsBy(() => pressing.seen.answers, 30);
        first.process.kill("SIGTERM");
        expect(await first.ended).toBe(0);
        await open({ port: socket.port, handle: socket.handle });
        await growsBy(() => pressing.seen.answers, 30);
        const { wrong, inside, answers } = await pressing.stop();
        expect(wrong).toEqual([]);
        expect(answers).toBeGreaterThan(10);
        expect((await placed(inside)).length).toBe(inside.length);
        expect(await findViolations(school.database)).toEqual([]);
      } finally {
        socket.close();
      }
    },
  );
});

describe.skipIf(platform() !== "linux")("told to end", () => {
  test("it answers what was asked, takes nothing new, and is gone, with its database closed", async () => {
    const started = await openKept();
    const student = await createSignedInStudent(school);
    const answers = Promise.all([
      submitEnrol(started.port, { cookie: student.cookie, cohortId }),
      ...Array.from({ length: 20 }, () => ask(started.port, `/courses/find?q=served`)),
    ]);
    // Long enough that each has been taken, and short enough that hardly one is answered.
    await pause(15);
    started.process.kill("SIGTERM");
    expect((await answers).map(({ status }) => status)).toEqual([303, ...Array.from({ length: 20 }, () => 200)]);
    expect(await started.ended).toBe(0);
    expect(await placed([student.id])).toEqual([student.id]);
    await expect(ask(started.port, "/health")).rejects.toThrow(/ECONNREFUSED/);
    expect(started.said()).not.toContain("Error");
  });

  test(
    "it is gone within two seconds when nobody waits for an answer, however many browsers keep a connection",
    inAll,
    async () => {
      const started = await open();
      const browsers = Array.from({ length: 12 }, () => oneConnection());
      for (const agent of browsers) expect((await ask(started.port, "/health", { agent })).status).toBe(200);
      const begun = performance.now();
      started.process.kill("SIGTERM");
      expect(await started.ended).toBe(0);
      expect(performance.now() - begun).toBeLessThan(scaleDeadline(2_000));
      for (const agent of browsers) agent.destroy();
    },
  );
});

describe.skipIf(platform() !== "linux")("told to start", () => {
  test(
    "it says that the school opens once it does, and on a port that is taken one sentence instead",
    inAll,
    async () => {
      const { port, env } = await open({ processes: 1 });
      await expect.poll(() => served?.said(), { timeout: scaleDeadline(5_000) }).toContain("The school opens at ");
      const second = spawn(process.execPath, ["ops/cli/start.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      for (const stream of [second.stdout, second.stderr])
        stream.on("data", (chunk: Buffer) => (said += String(chunk)));
      const [code] = (await once(second, "close")) as [number | null];
      expect(code).toBe(1);
      expect(said).toContain(`Port ${port} is taken by another program. Mend: set PORT`);
      expect(said).not.toContain("opens");
      expect(said).not.toMatch(/^ +at /m);
    },
  );
});

/** Listens on a port and takes no connection from it, as a service manager does: its thread sleeps. */
async function keptSocket(): Promise<{ port: number; handle: number; close(): void }> {
  const release = new Int32Array(new SharedArrayBuffer(4));
  const sleeper = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
       parentPort.postMessage({ port: server.address().port, handle: server._handle.fd });
       setImmediate(() => { Atomics.wait(workerData, 0, 0); server.close(); });
     });`,
    { eval: true, workerData: release },
  );
  const [{ port, handle }] = (await once(sleeper, "message")) as [{ port: number; handle: number }];
  const close = () => {
    Atomics.store(release, 0, 1);
    Atomics.notify(release, 0);
  };
  return { port, handle, close };
}
