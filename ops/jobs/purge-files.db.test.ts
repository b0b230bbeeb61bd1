import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desc } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { auditLog, files } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { addFile } from "#domain/files/add-file.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, HOUR_MS, addMs, createSystemClock } from "#domain/kernel/clock.ts";
import { openRuntime, runtime, setRuntime, write } from "#runtime";
import { inEnglish } from "#tests/support/in-english.ts";
import { JOBS } from "./list.ts";
import { runJob } from "./run.ts";
import { purgeFiles } from "./purge-files.ts";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "matricula-purge-"));
  // The real clock, because the age of a file is that of the disk.
  setRuntime(
    openRuntime(readConfig({ MATRICULA_DATA_DIR: folder }), { database, secret: "a secret of a test school" }),
  );
});
afterEach(async () => {
  await database.write((tx) => tx.delete(files));
  rmSync(join(folder, "files"), { recursive: true, force: true });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const AS = { actor: createSystemActor("test") };
const placeOf = (sha256: string) => join(folder, "files", sha256.slice(0, 2), sha256.slice(2));
const isKept = (sha256: string) => existsSync(placeOf(sha256));

function makeOld(place: string, ageMs = DAY_MS + HOUR_MS) {
  const at = addMs(createSystemClock(), -ageMs);
  utimesSync(place, at, at);
}

let texts = 0;
/** Bytes that were kept `ageMs` ago, with or without a row. */
async function kept(ageMs: number, row: boolean): Promise<string> {
  const sha256 = await runtime().files.put(new TextEncoder().encode(`text ${++texts}`));
  makeOld(placeOf(sha256), ageMs);
  if (row) await write(AS, (ctx) => addFile(ctx, { sha256, name: "a.txt", mediaType: "text/plain", sizeBytes: 6 }));
  return sha256;
}

test("bytes that no row speaks of go after a day, and those of a file never do", async () => {
  const file = await kept(400 * DAY_MS, true);
  const young = await kept(DAY_MS - HOUR_MS, false);
  const stray = await kept(DAY_MS + HOUR_MS, false);
  expect(inEnglish(await purgeFiles())).toBe("took away 1");
  expect([file, young, stray].map(isKept)).toEqual([true, true, false]);
  const [noted] = await database.read.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(1);
  expect(noted).toMatchObject({ action: "maintenance.purge", objectId: "files" });
  expect(inEnglish(await purgeFiles())).toBe("took away 0");
});

test("old bytes that are sent again wait for their row like new ones", async () => {
  await kept(DAY_MS, true);
  const stray = await kept(9 * DAY_MS, false);
  expect(await runtime().files.put(new TextEncoder().encode(`text ${texts}`))).toBe(stray);
  expect(inEnglish(await purgeFiles())).toBe("took away 0");
  expect(isKept(stray)).toBe(true);
});

test("bytes whose row, or whose sender, comes while they are being taken away stay", async () => {
  const { files: store } = runtime();
  const before = addMs(createSystemClock(), -DAY_MS);
  const claimed = await kept(9 * DAY_MS, false);
  expect(await store.remove(claimed, before, async () => true)).toBe(false);
  expect(isKept(claimed)).toBe(true);
  const again = await kept(9 * DAY_MS, false);
  const sent = new TextEncoder().encode(`text ${texts}`);
  await store.remove(again, before, async () => (await store.put(sent)) === "");
  expect(isKept(again)).toBe(true);
});

test("what a process left half done is finished by the next run", async () => {
  const file = await kept(9 * DAY_MS, true);
  const stray = await kept(9 * DAY_MS, false);
  for (const name of [file, stray]) renameSync(placeOf(name), `${placeOf(name)}.leaving`);
  const draft = `${placeOf(file)}.4711-abcdef`;
  writeFileSync(draft, "half");
  makeOld(draft);
  expect(inEnglish(await purgeFiles())).toBe("took away 1");
  expect([isKept(file), isKept(stray), existsSync(draft)]).toEqual([true, false, false]);
  expect(readdirSync(join(folder, "files", stray.slice(0, 2))).filter((name) => name.includes("leaving"))).toEqual([]);
});

test("a database that knows no file at all takes nothing away", async () => {
  const stray = await kept(9 * DAY_MS, false);
  expect(inEnglish(await purgeFiles())).toMatch(/knows no file/);
  expect(isKept(stray)).toBe(true);
});

test("it is one of the school's jobs, with a lease like the others", async () => {
  const job = JOBS.find(({ name }) => name === "purge-files");
  if (!job) throw new Error("the school does not do it");
  expect(inEnglish(await runJob(job))).toEqual({ state: "done", words: "took away 0" });
  expect(await runJob(job)).toEqual({ state: "not_due" });
});
