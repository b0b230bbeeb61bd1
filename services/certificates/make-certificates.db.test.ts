import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { certificateKeys, certificates, cohorts, courses, enrolments, files, outbox, users } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { getPublicCertificate } from "#domain/certificates/get-public-certificate.ts";
import { issueCertificates } from "#domain/certificates/issue-certificates.ts";
import { createSystemActor, visitor } from "#domain/kernel/actor.ts";
import { createFakeClock } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { openRuntime, reading, runtime, setRuntime, write } from "#runtime";
import { makeCertificates } from "./make-certificates.ts";

let database: TestDatabase;
let folder: string;
const clock = createFakeClock(new Date("2026-07-01T10:00:00Z"));
const open = (secret: string) =>
  setRuntime(openRuntime(readConfig({ MATRICULA_DATA_DIR: folder }), { database, clock, secret }));

beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "matricula-certificates-"));
  open("a secret for tests that is long enough");
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const always = async () => true;
const list = () => database.read.select().from(certificates).orderBy(asc(certificates.serial));

/** Issues the certificates of so many people who have completed a cohort. */
async function issue(count: number): Promise<void> {
  const [courseId, cohortId, at] = [createId("course"), createId("cohort"), clock()];
  await database.write(async (tx) => {
    const times = { createdAt: at, updatedAt: at };
    await tx.insert(courses).values({ id: courseId, slug: courseId, title: "Aquarell", ...times });
    const price = { priceMinor: 0, currency: "CHF", timezone: "Europe/Zurich" };
    await tx.insert(cohorts).values({ id: cohortId, courseId, name: "Spring", ...price, ...times });
    for (let person = 0; person < count; person++) {
      const studentId = createId("user");
      await tx
        .insert(users)
        .values({ id: studentId, email: `${studentId}@example.org`, name: "Łukasz", createdAt: at });
      const place = { studentId, courseId, cohortId, state: "completed" as const, createdAt: at, endedAt: at };
      await tx.insert(enrolments).values({ id: createId("enrolment"), ...place });
    }
  });
  await write({ actor: createSystemActor("test") }, (ctx) => issueCertificates(ctx, { cohortId }));
}

test("files are made once, by however many servers at once, with one key, and their students are told once", async () => {
  await issue(3);
  await Promise.all([makeCertificates(always), makeCertificates(always)]);
  const made = await list();
  const keys = await database.read.select().from(certificateKeys);
  expect(keys).toHaveLength(1);
  expect(made.map(({ keyId }) => keyId)).toEqual(made.map(() => keys[0]?.id));
  expect(await database.read.select().from(files)).toHaveLength(3);
  expect(await database.read.select().from(outbox).where(eq(outbox.kind, "certificate_news"))).toHaveLength(3);
  expect(await makeCertificates(always)).toBe(0);
});

test("the file that is kept has the bytes that its row names, and its signed address is valid", async () => {
  const [made] = await list();
  const [file] = await database.read
    .select()
    .from(files)
    .where(eq(files.id, made?.fileId ?? ""));
  const stream = await runtime().files.read(file?.sha256 ?? "");
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file?.sha256);
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(await getPublicCertificate(reading(visitor), made?.signed ?? "")).toMatchObject({ state: "valid" });
});

test("with another secret of the school another key signs, and what the one before has signed stays valid", async () => {
  const [before] = await list();
  open("another secret for tests, long enough");
  await issue(1);
  await makeCertificates(always);
  const after = (await list()).at(-1);
  expect(after?.keyId).not.toBe(before?.keyId);
  for (const each of [before, after]) {
    expect(await getPublicCertificate(reading(visitor), each?.signed ?? "")).toMatchObject({ state: "valid" });
  }
});

test("a name that the fonts do not have leaves its certificate with the reason, and does not hold up the others", async () => {
  await issue(2);
  const [first] = (await list()).slice(-2);
  await database.write((tx) =>
    tx
      .update(certificates)
      .set({ code: "too long for the code".repeat(500) })
      .where(eq(certificates.id, first?.id ?? "")),
  );
  await makeCertificates(always);
  const [broken, fine] = (await list()).slice(-2);
  expect([broken?.fileId, broken?.failure]).toEqual([null, expect.any(String)]);
  expect([fine?.fileId, fine?.failure]).toEqual([expect.any(String), null]);
  expect(await makeCertificates(always)).toBe(0);
});

test("what the disk refuses is made later: nothing is marked as impossible", async () => {
  await issue(1);
  const { files: store } = runtime();
  runtime().files = { ...store, put: () => Promise.reject(new Error("ENOSPC")) };
  await expect(makeCertificates(always)).rejects.toThrow("ENOSPC");
  expect((await list()).at(-1)).toMatchObject({ fileId: null, failure: null });
  runtime().files = store;
  expect(await makeCertificates(always)).toBe(1);
});
