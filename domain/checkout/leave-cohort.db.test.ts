import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cohorts, enrolments, grants, orders, outbox } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { suspendEnrolment } from "../enrolments/suspend-enrolment.ts";
import { HOUR_MS, addMs } from "../kernel/clock.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { leaveCohort } from "./leave-cohort.ts";
import { listCancellableEnrolments } from "./list-cancellable-enrolments.ts";

let school: TestSchool;
let desk: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  desk = await school.person("support");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Cohort = Awaited<ReturnType<TestSchool["cohort"]>>;
type Student = Awaited<ReturnType<TestSchool["person"]>>;

const take = (student: Student, { id }: Cohort) =>
  school.as(student)((ctx) => enrolStudent(ctx, { cohortId: id, studentId: student.id }));
const leave = (student: Student, enrolmentId: string) => school.as(student)((ctx) => leaveCohort(ctx, { enrolmentId }));
const ways = async (student: Student, { courseId }: Cohort) =>
  (await listCancellableEnrolments(school.reading(student), courseId)).map(({ how }) => how);
const stateOf = async (id: string) =>
  (await school.database.read.select().from(enrolments).where(eq(enrolments.id, id)))[0]?.state;

test("a free place is given back by its student: seat to whoever waits, access and order ended, mail and audit", async () => {
  const cohort = await school.cohort({ capacity: 1, startsAt: addMs(school.clock(), HOUR_MS) });
  const [student, next] = [await school.person("student"), await school.person("student")];
  const { enrolment, order } = await take(student, cohort);
  await school.as(next)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: next.id }));
  expect(await ways(student, cohort)).toEqual(["now"]);
  await leave(student, enrolment.id);

  const { read } = school.database;
  expect(await stateOf(enrolment.id)).toBe("cancelled");
  expect((await read.select().from(cohorts).where(eq(cohorts.id, cohort.id)))[0]).toMatchObject({ held: 1, taken: 0 });
  expect((await read.select().from(orders).where(eq(orders.id, order.id)))[0]?.state).toBe("cancelled");
  expect((await read.select().from(grants).where(eq(grants.enrolmentId, enrolment.id)))[0]?.revokedAt).not.toBeNull();
  const mails = await read
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.kind, "enrolment_cancelled"), eq(outbox.recipient, student.email)));
  expect(mails).toEqual([{ payload: { enrolmentId: enrolment.id, why: "", isOwn: true } }]);
  const rows = await read.select().from(auditLog).where(eq(auditLog.objectId, enrolment.id));
  expect(rows.at(-1)).toMatchObject({ action: "enrolment.leave", actorId: student.id });
  expect(await ways(student, cohort)).toEqual([]);
  // Pressed twice.
  await expect(leave(student, enrolment.id)).rejects.toMatchObject({ code: "wrong_state" });
});

test("a place that the school gave is given back as well, and one that was suspended is not", async () => {
  const cohort = await school.cohort();
  const student = await school.person("student");
  const place = { cohortId: cohort.id, studentId: student.id, why: "a scholarship" };
  const { id } = await school.as(desk)((ctx) => addEnrolment(ctx, place));
  await school.as(desk)((ctx) => suspendEnrolment(ctx, { enrolmentId: id, why: "a test" }));
  await expect(leave(student, id)).rejects.toMatchObject({ code: "wrong_state" });
  const other = await school.cohort();
  const given = await school.as(desk)((ctx) => addEnrolment(ctx, { ...place, cohortId: other.id }));
  await leave(student, given.id);
  expect(await stateOf(given.id)).toBe("cancelled");
});

test("what was paid for or has begun is asked of the office", async () => {
  const startsAt = addMs(school.clock(), HOUR_MS);
  const [paid, free] = [await school.cohort({ priceMinor: 4_800, startsAt }), await school.cohort({ startsAt })];
  const student = await school.person("student");
  const { enrolment, payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: paid.id, studentId: student.id, provider: "bank" }),
  );
  // What waits for payment is called off as an order.
  await expect(leave(student, enrolment.id)).rejects.toThrow("Cancel its order");
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  expect(await ways(student, paid)).toEqual(["ask"]);
  await expect(leave(student, enrolment.id)).rejects.toThrow("This place was paid for");
  expect(await stateOf(enrolment.id)).toBe("active");
  const { enrolment: begun } = await take(student, free);
  expect(await ways(student, free)).toEqual(["now"]);
  const before = school.clock();
  school.clock.set(startsAt);
  expect(await ways(student, free)).toEqual(["ask"]);
  await expect(leave(student, begun.id)).rejects.toThrow("The cohort has begun");
  school.clock.set(before);
});

test("nobody else gives a place back: another student does not find it, and the desk cancels it as the school", async () => {
  const cohort = await school.cohort();
  const [student, other] = [await school.person("student"), await school.person("student")];
  const { enrolment } = await take(student, cohort);
  await expect(leave(other, enrolment.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(leave(desk, enrolment.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await ways(other, cohort)).toEqual([]);
  expect(await stateOf(enrolment.id)).toBe("active");
});
