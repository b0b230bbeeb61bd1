import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, enrolments, outbox, users } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { setCohortTerms } from "../courses/set-cohort-terms.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { cancelCohort } from "./cancel-cohort.ts";
import { confirmCohort } from "./confirm-cohort.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getEnrolView } from "./get-enrol-view.ts";
import { createId } from "../kernel/ids.ts";
import { listCohortsToTell, NOTIFIED_AT_ONCE, notifyOfConfirmation } from "./notify-of-confirmation.ts";
import { listUndecidedCohorts, remindOfDecision } from "./remind-of-decision.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

const tentative = (facts: Parameters<TestSchool["cohort"]>[0] = {}) =>
  school.cohort({ studentsMin: 2, confirmBy: addMs(school.clock(), DAY_MS), ...facts });
const enrol = async (cohortId: string) => {
  const student = await school.person("student");
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return { student, enrolment };
};
const confirm = (cohortId: string) => school.as(admin)((ctx) => confirmCohort(ctx, { cohortId }));
const mailsOf = (kind: string, recipient: string) =>
  school.database.read
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.kind, kind), eq(outbox.recipient, recipient)));

test("whoever enrols is told from how many on it takes place, and no longer once it is confirmed", async () => {
  const cohort = await tentative();
  const view = async () => (await getEnrolView(school.reading({ type: "visitor" }), cohort.id))?.tentative;
  expect(await view()).toMatchObject({ studentsMin: 2, missing: 2 });
  await enrol(cohort.id);
  expect(await view()).toMatchObject({ missing: 1 });
  await confirm(cohort.id);
  expect(await view()).toBeNull();
});

test("the office confirms once, and everybody in it is told once, also who still pays", async () => {
  const cohort = await tentative({ priceMinor: 500 });
  const { student, enrolment } = await enrol(cohort.id);
  const both = await Promise.allSettled([confirm(cohort.id), confirm(cohort.id)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await mailsOf("cohort_confirmed", student.email)).toEqual([]);
  expect(await listCohortsToTell(school.database.read, 50)).toContain(cohort.id);
  school.clock.forward(1);
  const late = await enrol(cohort.id);
  const tell = () => school.asSystem((ctx) => notifyOfConfirmation(ctx, { cohortId: cohort.id }));
  expect((await Promise.all([tell(), tell()])).sort()).toEqual([0, 1]);
  expect(await mailsOf("cohort_confirmed", student.email)).toEqual([{ payload: { enrolmentId: enrolment.id } }]);
  expect(await mailsOf("cohort_confirmed", late.student.email)).toEqual([]);
  expect(await listCohortsToTell(school.database.read, 50)).not.toContain(cohort.id);
  await expect(confirm((await school.cohort()).id)).rejects.toMatchObject({ code: "wrong_state" });
});

test("a large cohort is told a stretch at a time, everybody once, and a cancelled one no further", async () => {
  const cohort = await tentative();
  const count = NOTIFIED_AT_ONCE + 2;
  const [student] = [await school.person("student")];
  await school.database.write(async (tx) => {
    const people = Array.from({ length: count }, () => createId("user"));
    const createdAt = school.clock();
    for (const id of people) await tx.insert(users).values({ id, email: `${id}@example.org`, name: id, createdAt });
    const places = people.map((studentId) => ({
      ...{ id: createId("enrolment"), studentId, cohortId: cohort.id, courseId: cohort.courseId },
      ...{ state: "active" as const, createdAt, activatedAt: createdAt },
    }));
    for (const place of places) await tx.insert(enrolments).values(place);
    await tx.update(cohorts).set({ taken: count }).where(eq(cohorts.id, cohort.id));
  });
  await confirm(cohort.id);
  const tell = () => school.asSystem((ctx) => notifyOfConfirmation(ctx, { cohortId: cohort.id }));
  school.clock.forward(1);
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  expect([await tell(), await tell(), await tell()]).toEqual([NOTIFIED_AT_ONCE, 2, 0]);
  const again = await tentative();
  await enrol(again.id);
  await confirm(again.id);
  await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: again.id, refund: "review", why: "no room" }));
  expect(await school.asSystem((ctx) => notifyOfConfirmation(ctx, { cohortId: again.id }))).toBe(0);
});

test("one that was cancelled is not confirmed, nor reminded of", async () => {
  const cohort = await tentative();
  await school.as(admin)((ctx) => cancelCohort(ctx, { cohortId: cohort.id }));
  await expect(confirm(cohort.id)).rejects.toMatchObject({ code: "wrong_state" });
  school.clock.forward(DAY_MS);
  expect(await listUndecidedCohorts(school.database.read, school.clock(), 50)).not.toContain(cohort.id);
});

test("the office is reminded once when the day has passed, and again when it sets another day", async () => {
  const cohort = await tentative();
  const remind = () => school.asSystem((ctx) => remindOfDecision(ctx, cohort.id));
  const due = async () => (await listUndecidedCohorts(school.database.read, school.clock(), 50)).includes(cohort.id);
  expect([await due(), await remind()]).toEqual([false, false]);
  school.clock.forward(DAY_MS);
  expect([await due(), await remind(), await remind(), await due()]).toEqual([true, true, false, false]);
  const reminded = async () =>
    (await mailsOf("cohort_to_decide", admin.email)).filter(
      ({ payload }) => (payload as { cohortId: string }).cohortId === cohort.id,
    ).length;
  expect(await reminded()).toBe(1);
  const confirmBy = addMs(school.clock(), DAY_MS);
  await school.as(admin)((ctx) => setCohortTerms(ctx, { cohortId: cohort.id, confirmBy }));
  school.clock.forward(DAY_MS);
  expect(await remind()).toBe(true);
  expect(await reminded()).toBe(2);
});
