import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { leases, outbox, userRoles, users } from "#db/schema/index.ts";
import { HOUR_MS, MINUTE_MS, createFakeClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { composeMail, type PromisedMail } from "#domain/mail/compose-mail.ts";
import { withBackupLock } from "#ops/backup/backup-lock.ts";
import { getLastVerifiedBackup } from "#ops/backup/records.ts";
import { type BackupSchool, inSchool, openBackupSchool } from "#ops/backup/testing.ts";
import { openRuntime, setRuntime } from "#runtime";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { testOnAnyEngine } from "#tests/support/any-engine.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { dumpableServer } from "#tests/support/postgres-tools.ts";
import { inEnglish } from "#tests/support/in-english.ts";
import { BACKUP_AGE_MS_MAX, BACKUP_JOBS } from "./backups.ts";
import type { Job } from "./job.ts";
import { getLastRun } from "./lease.ts";
import { runJob } from "./run.ts";

const server = engine === "postgres" ? await dumpableServer(process.env.DATABASE_URL as string) : undefined;
if (server) process.env.DATABASE_URL = server.url;

const job = (name: string) => BACKUP_JOBS.find((each) => each.name === name) as Job;
const clock = createFakeClock(new Date());

let at: BackupSchool;
beforeAll(async () => {
  at = await openBackupSchool({ MATRICULA_BACKUP: "on", MATRICULA_BACKUP_KEY: randomBytes(32).toString("base64") });
  // What a job's child is configured by.
  Object.assign(process.env, at.env);
  setRuntime(openRuntime(readConfig(at.env), { database: at.database, clock, secret: "a secret of a test school" }));
  await inSchool(at.database, async ({ tx, now }) => {
    const id = createId("user");
    await tx.insert(users).values({ id, email: "owner@example.org", name: "Olga", createdAt: now });
    await tx.insert(userRoles).values({ userId: id, role: "owner", grantedAt: now });
  });
});
beforeEach(async () => {
  clock.set(new Date());
  await at.database.write(async (tx) => {
    await tx.delete(outbox);
    await tx.delete(leases);
  });
  rmSync(at.school.backup.dir, { recursive: true, force: true });
});
afterAll(async () => {
  await at.drop();
  await server?.stop();
});

const mails = () =>
  at.database.read.select().from(outbox).where(eq(outbox.kind, "backup_trouble")).orderBy(desc(outbox.id));

describe.skipIf(engine === "postgres" && !server)("the school's own backups", () => {
  test("are made in a process of their own, hourly and daily, and count", inAllOnPostgres, async () => {
    expect(inEnglish(await runJob(job("backup-hourly")))).toMatchObject({
      state: "done",
      words: expect.stringContaining("VERIFIED"),
    });
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toMatchObject({ why: "hourly", isEncrypted: true });
    expect(await runJob(job("backup-hourly"))).toEqual({ state: "not_due" });
    expect(await runJob(job("backup-daily"))).toMatchObject({ state: "done" });
    expect(await getLastVerifiedBackup(at.school.backup.dir)).toMatchObject({ why: "daily" });
    expect(await mails()).toEqual([]);
  });

  testOnAnyEngine("tell the owners when they fail, once a day, with the reason and the mend", async () => {
    mkdirSync(at.school.backup.dir, { recursive: true });
    chmodSync(at.school.backup.dir, 0o755);
    expect(inEnglish(await runJob(job("backup-hourly")))).toMatchObject({
      state: "failed",
      words: expect.stringContaining("chmod 0700"),
    });
    await runJob(job("backup-hourly"), { byHand: true });
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail?.recipient).toBe("owner@example.org");
    const letter = await composeMail(at.database.read, mail as PromisedMail, {
      url: "http://localhost",
      bank: null,
      wordsIn,
    });
    expect(letter?.subject).toMatch(/backup .* failed/i);
    expect(letter?.text).toContain("chmod 0700");
  });

  testOnAnyEngine("are proven soon after, when another backup or restore was at work just then", async () => {
    await runJob(job("backup-daily"));
    await withBackupLock(at.school.dataDir, async () => {
      expect(inEnglish(await runJob(job("prove-backup")))).toMatchObject({
        state: "postponed",
        words: expect.stringContaining("at work just now"),
      });
    });
    expect(await getLastRun("prove-backup")).toBeUndefined();
    expect(await mails()).toEqual([]);
    clock.forward(MINUTE_MS);
    // To start a school takes a built one, which is not at hand here.
    const next = { ...job("prove-backup"), run: async () => "proven" };
    expect(await runJob(next)).toMatchObject({ state: "done" });
    expect(await runJob(next)).toEqual({ state: "not_due" });
  });

  testOnAnyEngine("tell the owners when the newest that counts is too old, and not before", async () => {
    expect(inEnglish(await runJob(job("watch-backups"), { byHand: true }))).toMatchObject({
      words: "the newest backup is young enough",
    });
    await runJob(job("backup-hourly"));
    clock.forward(BACKUP_AGE_MS_MAX - HOUR_MS);
    await runJob(job("watch-backups"), { byHand: true });
    expect(await mails()).toEqual([]);
    clock.forward(2 * HOUR_MS);
    await runJob(job("watch-backups"), { byHand: true });
    expect(await mails()).toMatchObject([
      { payload: { what: "too_old", words: { key: "mail_operator.backup_newest_verified" } } },
    ]);
  });

  testOnAnyEngine("are not made by a school that is not set to", async () => {
    setRuntime(
      openRuntime(readConfig({ ...at.env, MATRICULA_BACKUP: "off" }), {
        database: at.database,
        clock,
        secret: "a secret of a test school",
      }),
    );
    for (const each of BACKUP_JOBS) expect(await runJob(each)).toEqual({ state: "not_due" });
  });
});
