import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { type AuditAction, audit } from "../audit.ts";
import { DAY_MS } from "../kernel/clock.ts";
import { recordExport } from "./record-export.ts";
import { type AuditRow, listAuditFilterValues, streamAudit, listAudit } from "./list-audit.ts";
import { checkAuditChain } from "./check-audit-chain.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const NEWEST = { sort: "seq", direction: "desc", page: 1 } as const;

async function office() {
  const admin = await school.person("admin");
  return { admin, read: school.reading(admin) };
}

test("shows who did what to what, by name, and what it changed", async () => {
  const cohort = await school.cohort();
  const { admin, read } = await office();
  const student = await school.person("student");
  const { id } = await school.as(admin)((ctx) =>
    addEnrolment(ctx, { cohortId: cohort.id, studentId: student.id, why: "a scholarship" }),
  );
  const { items } = await listAudit(read, { objectType: "enrolment", objectId: id }, NEWEST);
  expect(items).toMatchObject([
    {
      action: "enrolment.add",
      actorId: admin.id,
      actorName: expect.stringMatching(/^Person/),
      before: null,
      after: { cohort: cohort.id, student: student.id, why: "a scholarship" },
    },
  ]);
});

test("narrows by who, by action, by thing and by days", async () => {
  const { admin, read } = await office();
  const act = (action: AuditAction, id: string) =>
    school.as(admin)(asStep((ctx) => audit(ctx, action, { type: "thing", id }, { after: { id } })));
  await act("course.create", "one");
  const between = school.clock().getTime() + 1;
  school.clock.forward(DAY_MS);
  await act("course.edit", "one");
  await act("course.create", "two");
  const found = async (filters: Parameters<typeof listAudit>[1]) =>
    (await listAudit(read, filters, { ...NEWEST, direction: "asc" })).items.map(
      ({ action, objectId }) => `${action} ${objectId}`,
    );
  expect(await found({ who: admin.id })).toEqual(["course.create one", "course.edit one", "course.create two"]);
  expect(await found({ who: admin.id, action: "course.create" })).toEqual(["course.create one", "course.create two"]);
  expect(await found({ objectType: "thing", objectId: "one" })).toEqual(["course.create one", "course.edit one"]);
  expect(await found({ who: admin.id, from: new Date(between) })).toEqual(["course.edit one", "course.create two"]);
  expect(await found({ who: admin.id, until: new Date(between) })).toEqual(["course.create one"]);
  const words = await listAuditFilterValues(read);
  expect(words.actions).toEqual(expect.arrayContaining(["enrolment.add", "course.create", "course.edit"]));
  expect(words.objectTypes).toContain("thing");
});

test("an export of the log holds every entry once", async () => {
  const { read } = await office();
  const rows: AuditRow[] = [];
  for await (const batch of streamAudit(read, {}, NEWEST)) rows.push(...batch);
  const seqs = rows.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a));
  expect(seqs.length).toBe((await listAudit(read, {}, NEWEST)).total);
});

test("taking a list out as a file is itself in the log; who may not read the list may not take it", async () => {
  const { admin, read } = await office();
  const list = { action: "order.list", list: "orders", filters: { state: "paid" } } as const;
  await school.as(admin)((ctx) => recordExport(ctx, list));
  const { items } = await listAudit(read, { who: admin.id }, NEWEST);
  expect(items).toMatchObject([
    { action: "list.export", objectType: "list", objectId: "orders", after: { filters: { state: "paid" } } },
  ]);
  const student = await school.person("student");
  await expect(school.as(student)((ctx) => recordExport(ctx, list))).rejects.toMatchObject({ code: "forbidden" });
});

test("support may not read the log", async () => {
  const read = school.reading(await school.person("support"));
  await expect(listAudit(read, {}, NEWEST)).rejects.toMatchObject({ code: "forbidden" });
  await expect(checkAuditChain(read, 10)).rejects.toMatchObject({ code: "forbidden" });
});

test("the chain is whole, however much of it is looked at, and an entry made up outside breaks it where it stands", async () => {
  const { admin, read } = await office();
  for (let n = 0; n < 5; n += 1) {
    await school.as(admin)(
      asStep((ctx) => audit(ctx, "course.create", { type: "thing", id: `n${n}` }, { after: { b: n, a: [n] } })),
    );
  }
  await sealNow(school.database);
  expect((await checkAuditChain(read, 1_000)).brokenAt).toBeNull();
  expect(await checkAuditChain(read, 3)).toEqual({ checked: 3, unsealed: 0, brokenAt: null });
  const [last] = await read.read.select({ seq: sql<number>`max(${auditLog.seq})`.mapWith(Number) }).from(auditLog);
  const forged = (last?.seq ?? 0) + 1;
  await school.database.write((tx) =>
    tx.insert(auditLog).values({
      seq: forged,
      at: school.clock(),
      actorType: "user",
      actorId: admin.id,
      action: "thing.forge",
      objectType: "thing",
      objectId: "x",
      requestId: "none",
      hash: "made up",
    }),
  );
  expect((await checkAuditChain(read, 3)).brokenAt).toBe(forged);
});
