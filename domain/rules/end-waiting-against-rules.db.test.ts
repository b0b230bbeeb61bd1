import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox, waitingList } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { completeEnrolment } from "../enrolments/complete-enrolment.ts";
import { revokeEnrolment } from "../checkout/revoke-enrolment.ts";
import { joinWaitingList } from "../waiting/join-waiting-list.ts";
import { setCohortRules } from "./set-cohort-rules.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const why = "as the office says";

test("a new rule takes whoever does not meet it off the waiting list and tells them, and the next gets their offer", async () => {
  const admin = school.as(await school.person("admin"));
  const student = () => school.person("student");
  const [basics, cohort] = [await school.cohort(), await school.cohort({ capacity: 1 })];
  const [holder, offered, next, last] = [await student(), await student(), await student(), await student()];
  const enrol = (cohortId: string, who: typeof holder) =>
    school.as(who)((ctx) => enrolStudent(ctx, { cohortId, studentId: who.id }));
  const { enrolment } = await enrol(cohort.id, holder);
  for (const who of [offered, next, last]) {
    await school.as(who)((ctx) => joinWaitingList(ctx, { cohortId: cohort.id, studentId: who.id }));
  }
  const done = await enrol(basics.id, last);
  await admin((ctx) => completeEnrolment(ctx, { enrolmentId: done.enrolment.id, why }));
  await admin((ctx) => revokeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  const rules = { cohortId: cohort.id, prerequisiteIds: [basics.courseId], birthPrompts: {} };
  await admin((ctx) => setCohortRules(ctx, rules));
  const states = await school.database.read
    .select({ studentId: waitingList.studentId, state: waitingList.state })
    .from(waitingList)
    .where(eq(waitingList.cohortId, cohort.id));
  expect(Object.fromEntries(states.map(({ studentId, state }) => [studentId, state]))).toEqual({
    ...{ [offered.id]: "lapsed", [next.id]: "left", [last.id]: "offered" },
  });
  expect(await school.database.read.$count(outbox, eq(outbox.kind, "waiting_ended"))).toBe(2);
});
