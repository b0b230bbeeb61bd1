import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { cohorts, courses, discrepancies, leases, outbox, rateLimits } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, createFakeClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { enqueueMail } from "#domain/kernel/enqueue-mail.ts";
import { TRIES_MAX, getBackoffMs } from "#domain/mail/get-backoff-ms.ts";
import { type Letter, MailTrouble } from "#domain/mail/sender.ts";
import { openRuntime, runtime, setRuntime, write } from "#runtime";
import { inEnglish } from "#tests/support/in-english.ts";
import { RECONCILE_JOB } from "./reconcile-counters.ts";
import { type Job, PostponedError } from "./job.ts";
import { getLastRun, LEASE_MS, takeLease } from "./lease.ts";
import { findJob, JOBS } from "./list.ts";
import { startLoop } from "./loop.ts";
import { runJob } from "./run.ts";
import { asStep } from "#tests/support/as-step.ts";
import { purgeRateLimits } from "./purge.ts";

let database: TestDatabase;
let folder: string;
const clock = createFakeClock(new Date("2026-01-08T10:00:00Z"));
beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "matricula-jobs-"));
  const settings = readConfig({ MATRICULA_DATA_DIR: folder });
  setRuntime(openRuntime(settings, { database, clock, secret: "a secret for tests that is long enough" }));
});
afterEach(() => {
  runtime().mail = null;
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const AS = { actor: createSystemActor("test") };
const sendMail = JOBS.find(({ name }) => name === "send-mail") as Job;

let promised = 0;
const promise = async () => {
  const dedupeKey = `mail-${++promised}`;
  const payload = { name: "Mara", code: "482913", minutes: 10 };
  await write(
    AS,
    asStep((ctx) => enqueueMail(ctx, { kind: "sign_in_code", to: "mara@example.org", payload, dedupeKey })),
  );
  return dedupeKey;
};
const mailOf = async (dedupeKey: string) => {
  const [row] = await database.read.select().from(outbox).where(eq(outbox.dedupeKey, dedupeKey));
  if (!row) throw new Error("no such mail");
  return row;
};

/** A mail server that answers as it is told. */
function mailServer(answer: () => void = () => {}) {
  const letters: Letter[] = [];
  runtime().mail = {
    send: async (letter) => {
      letters.push(letter);
      answer();
    },
    close: () => {},
  };
  return letters;
}

const job = (over: Partial<Job> & Pick<Job, "name">): Job => ({ everyMs: HOUR_MS, run: async () => "done", ...over });

test("runners that begin at once never run the same job", async () => {
  const RUNNERS = 6;
  let running = 0;
  let most = 0;
  let answered = 0;
  // It goes on until all the others were told that somebody has it, however long that takes; or until a second one runs.
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const slow = job({
    name: "slow",
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      if (running > 1) end();
      await isOver;
      running -= 1;
      return "slowly";
    },
  });
  const ask = async () => {
    const { state } = await runJob(slow, { byHand: true });
    answered += 1;
    if (answered === RUNNERS - 1) end();
    return state;
  };
  const states = await Promise.all(Array.from({ length: RUNNERS }, ask));
  expect(most).toBe(1);
  expect(states.sort()).toEqual(["done", ...Array.from({ length: RUNNERS - 1 }, () => "elsewhere")]);
});

test("a job runs once in its time, whichever process asks", async () => {
  const hourly = job({ name: "hourly" });
  expect((await runJob(hourly)).state).toBe("done");
  expect((await runJob(hourly)).state).toBe("not_due");
  clock.forward(HOUR_MS);
  expect((await runJob(hourly)).state).toBe("done");
});

test("the lease of a process that died is taken over when it has run out, and not before", async () => {
  const lost = job({ name: "lost" });
  await takeLease("lost", "a process that is no more");
  expect((await runJob(lost)).state).toBe("not_due");
  expect((await runJob(lost, { byHand: true })).state).toBe("elsewhere");
  clock.forward(LEASE_MS);
  expect((await runJob(lost)).state).toBe("done");
});

test("jobs go on at once when a clock that was a day ahead is set right", async () => {
  const [ran, begun] = [job({ name: "ran ahead" }), job({ name: "begun ahead" })];
  clock.forward(DAY_MS);
  expect((await runJob(ran)).state).toBe("done");
  await takeLease("begun ahead", "a process that is no more");
  clock.forward(-DAY_MS);
  expect((await runJob(ran)).state).toBe("done");
  expect((await runJob(begun)).state).toBe("done");
  expect((await runJob(ran)).state).toBe("not_due");
});

test("a job that fails says so, gives its lease back, and runs again in its turn", async () => {
  const failing = job({
    name: "failing",
    run: async () => {
      throw new Error("the disk is full");
    },
  });
  expect(inEnglish(await runJob(failing))).toEqual({ state: "failed", words: "the disk is full" });
  const [row] = await database.read.select().from(leases).where(eq(leases.job, "failing"));
  expect(row?.lastOutcome).toBe("failed: the disk is full");
  expect((await runJob(failing, { byHand: true })).state).toBe("failed");
});

test("a job that is postponed has not run: it keeps how it went last, and its turn comes again at once", async () => {
  let isBusy = false;
  const patient = job({
    name: "patient",
    run: async () => {
      if (isBusy) throw new PostponedError("something else is at work");
      return "done";
    },
  });
  await runJob(patient);
  const before = await getLastRun("patient");
  clock.forward(HOUR_MS);
  isBusy = true;
  expect(inEnglish(await runJob(patient))).toEqual({ state: "postponed", words: "something else is at work" });
  expect(await getLastRun("patient")).toMatchObject({ lastRunAt: before?.lastRunAt, lastOutcome: "done" });
  isBusy = false;
  expect((await runJob(patient)).state).toBe("done");
});

test("nothing is written while no mail is due", async () => {
  await runJob(sendMail, { byHand: true });
  const before = database.stats().writes;
  expect((await runJob(sendMail)).state).toBe("not_due");
  expect(database.stats().writes).toBe(before);
});

test("a loop that was stopped begins nothing more", async () => {
  let runs = 0;
  const stop = startLoop([job({ name: "loop", everyMs: 1, isDue: async () => ++runs > 0 && false })]);
  await expect.poll(() => runs).toBeGreaterThan(1);
  await stop();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(runs).toBe(after);
});

test("a promised mail is sent once, and what opened an account is forgotten", async () => {
  const letters = mailServer();
  const key = await promise();
  await write(
    AS,
    asStep((ctx) =>
      enqueueMail(ctx, {
        kind: "sign_in_code",
        to: "mara@example.org",
        payload: { name: "Mara", code: "1", minutes: 10 },
        dedupeKey: key,
      }),
    ),
  );
  clock.forward(MINUTE_MS);
  expect(inEnglish(await runJob(sendMail))).toEqual({ state: "done", words: "sent 1" });
  expect((await runJob(sendMail, { byHand: true })).state).toBe("done");
  expect(letters).toHaveLength(1);
  expect(letters[0]?.text).toContain("482913");
  const row = await mailOf(key);
  expect(row).toMatchObject({ state: "sent", attempts: 1, sentAt: clock() });
  expect(JSON.stringify(row.payload)).not.toContain("482913");
});

test("a mail that fails is tried again, ever later, and given up after the last try", async () => {
  const letters = mailServer(() => {
    throw new MailTrouble("for_now", "452 mailbox is full");
  });
  const key = await promise();
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    expect(inEnglish(await runJob(sendMail, { byHand: true }))).toEqual({
      state: "done",
      words: "sent 0, 1 in trouble",
    });
    const row = await mailOf(key);
    expect(row).toMatchObject({ attempts: tries, lastError: "452 mailbox is full" });
    expect(row.nextTryAt.getTime() - clock().getTime()).toBe(getBackoffMs(tries));
    expect((await runJob(sendMail)).state).toBe("not_due");
    clock.forward(getBackoffMs(tries));
  }
  expect((await mailOf(key)).state).toBe("failed");
  expect(letters).toHaveLength(TRIES_MAX);
  expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(1);
});

test("an address that does not exist is tried once", async () => {
  mailServer(() => {
    throw new MailTrouble("for_good", "550 no such user");
  });
  const key = await promise();
  await runJob(sendMail, { byHand: true });
  expect(await mailOf(key)).toMatchObject({ state: "failed", attempts: 1, lastError: "550 no such user" });
});

test("a mail server that is away is asked once a batch", async () => {
  const letters = mailServer(() => {
    throw new MailTrouble("server", "connect ECONNREFUSED");
  });
  const keys = [await promise(), await promise(), await promise()];
  await runJob(sendMail, { byHand: true });
  expect(letters).toHaveLength(1);
  for (const key of keys) expect(await mailOf(key)).toMatchObject({ state: "pending", attempts: 1 });
  mailServer();
  clock.forward(getBackoffMs(1));
  expect(inEnglish(await runJob(sendMail))).toEqual({ state: "done", words: "sent 3" });
});

test("without a mail server a mail is kept to be read, and does not come due again", async () => {
  const key = await promise();
  await runJob(sendMail, { byHand: true });
  expect(await mailOf(key)).toMatchObject({ state: "sent", sentAt: null });
  expect((await mailOf(key)).lastError).toBe("no_server");
  clock.forward(HOUR_MS);
  expect((await runJob(sendMail)).state).toBe("not_due");
});

test("a mail about something that is gone fails with its reason", async () => {
  const letters = mailServer();
  await write(
    AS,
    asStep((ctx) =>
      enqueueMail(ctx, {
        kind: "refund_done",
        to: "a@example.org",
        payload: { refundId: "ref_gone" },
        dedupeKey: "gone",
      }),
    ),
  );
  await runJob(sendMail, { byHand: true });
  expect(letters).toHaveLength(0);
  expect(await mailOf("gone")).toMatchObject({
    state: "failed",
    lastError: "gone",
  });
});

test("old counters are swept away and young ones stay", async () => {
  await database.write(async (tx) => {
    const old = Array.from({ length: 700 }, (_, n) => ({
      key: `old-${n}`,
      windowStart: new Date("2025-12-01T00:00:00Z"),
      hits: 1,
    }));
    await tx.insert(rateLimits).values(old);
    await tx.insert(rateLimits).values({ key: "young", windowStart: clock(), hits: 1 });
  });
  expect(inEnglish(await purgeRateLimits())).toBe("took away 700");
  expect((await database.read.select().from(rateLimits)).map(({ key }) => key)).toEqual(["young"]);
});

const reconcileJob = JOBS.find(({ name }) => name === RECONCILE_JOB) as Job;

test("everything is counted again at night, and by day when the last nights were missed", async () => {
  clock.set(new Date("2026-03-10T14:00:00Z"));
  expect(inEnglish(await runJob(reconcileJob))).toEqual({ state: "done", words: "everything agrees" });
  clock.forward(13 * HOUR_MS);
  expect(clock().toISOString()).toBe("2026-03-11T03:00:00.000Z");
  expect((await runJob(reconcileJob)).state).toBe("done");
  clock.forward(HOUR_MS);
  expect((await runJob(reconcileJob)).state).toBe("not_due");
  clock.forward(12 * HOUR_MS);
  expect((await runJob(reconcileJob)).state).toBe("not_due");
  clock.forward(24 * HOUR_MS);
  expect((await runJob(reconcileJob)).state).toBe("done");
});

test("a count that finds a difference says so, keeps it for a person, and changes nothing else", async () => {
  const courseId = createId("course");
  const at = { createdAt: clock(), updatedAt: clock() };
  const cohort = { id: createId("cohort"), courseId, name: "Winter", timezone: "UTC", priceMinor: 0, currency: "CHF" };
  await database.write(async (tx) => {
    await tx.insert(courses).values({ id: courseId, slug: "counted", title: "Counted", state: "published", ...at });
    await tx.insert(cohorts).values({ ...cohort, taken: 2, ...at });
  });
  expect(inEnglish(await runJob(reconcileJob, { byHand: true }))).toEqual({
    state: "done",
    words: "1 do not agree, 1 new",
  });
  expect(inEnglish(await runJob(reconcileJob, { byHand: true }))).toEqual({
    state: "done",
    words: "1 do not agree, 0 new",
  });
  const [kept] = await database.read.select().from(cohorts).where(eq(cohorts.id, cohort.id));
  expect(kept?.taken).toBe(2);
  const found = await database.read.select().from(discrepancies);
  expect(found).toMatchObject([{ objectId: cohort.id, said: "held 0, taken 2", counted: "held 0, taken 0" }]);
});

test("a job is still found by its name of the version before", () => {
  expect([findJob("examine")?.name, findJob("sweep-files")?.name]).toEqual(["run-checks", "purge-files"]);
  expect(findJob("nothing")).toBeUndefined();
});
