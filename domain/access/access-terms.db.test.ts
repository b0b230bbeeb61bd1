import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createCohort } from "../courses/create-cohort.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { importCohorts } from "../courses/import-cohorts.ts";
import { CohortFields } from "../courses/inputs.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { explainAccess } from "./explain-access.ts";

let school: TestSchool;
let admin: Actor;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

const refusal = (...fields: string[]) =>
  expect.objectContaining({
    code: "invalid_input",
    detail: { fields: Object.fromEntries(fields.map((field) => [field, expect.anything()])) },
  });

async function cohortWith(terms: object) {
  const { courseId } = await school.cohort();
  const fields = { name: "Winter", timezone: "Europe/Zurich", priceMinor: 0, currency: "CHF", ...terms };
  return school.as(admin)((ctx) => createCohort(ctx, { courseId, ...CohortFields.parse(fields) }));
}

async function enrolledIn(cohortId: string) {
  const student = await school.person("student");
  await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return async () => (await explainAccess(school.reading(student), { studentId: student.id }))[0]?.endsAt;
}

test("access until a day ends with that day where the cohort is, also on the day when its clocks change", async () => {
  const closesAt = "2026-03-01T00:00:00Z";
  const { id } = await cohortWith({ accessUntil: "2026-03-29", closesAt });
  expect((await (await enrolledIn(id))())?.toISOString()).toBe("2026-03-29T22:00:00.000Z");
  const elsewhere = await cohortWith({ accessUntil: "2028-02-29", closesAt, timezone: "Pacific/Chatham" });
  expect((await (await enrolledIn(elsewhere.id))())?.toISOString()).toBe("2028-02-29T10:15:00.000Z");
});

test("who is given a place by hand after the day has no access, and the office can extend it", async () => {
  const { id } = await cohortWith({ accessUntil: "2026-01-09", closesAt: "2026-01-09T00:00:00Z" });
  const before = school.clock();
  school.clock.forward(10 * DAY_MS);
  const student = await school.person("student");
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId: id, studentId: student.id, why: "came late" }));
  const [access] = await explainAccess(school.reading(student), { studentId: student.id });
  expect(access?.state).toBe("ended");
  school.clock.set(before);
});

test("what a cohort says later changes nothing for those who have enrolled", async () => {
  const { id } = await cohortWith({ accessDays: 30 });
  const first = await enrolledIn(id);
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId: id, accessDays: 90 }));
  const second = await enrolledIn(id);
  expect(await first()).toEqual(addMs(school.clock(), 30 * DAY_MS));
  expect(await second()).toEqual(addMs(school.clock(), 90 * DAY_MS));
});

test("terms that contradict each other are refused beside their field, also when only a part is sent", async () => {
  const { id } = await cohortWith({ accessDays: 30, renewal: "instant", renewalDays: 30, renewalPriceMinor: 4_900 });
  const edit = (changes: object) => school.as(admin)((ctx) => editCohort(ctx, { cohortId: id, ...changes }));
  await expect(edit({ accessDays: null })).rejects.toEqual(refusal("renewal"));
  await expect(edit({ renewalDays: null })).rejects.toEqual(refusal("renewalDays"));
  await expect(edit({ renewal: "request" })).rejects.toEqual(refusal("renewalPrice"));
  await expect(edit({ accessUntil: "2026-12-31" })).rejects.toEqual(refusal("accessUntil"));
  await expect(edit({ accessDays: null, accessUntil: "2026-12-31" })).rejects.toEqual(refusal("accessUntil"));
  const closesAt = new Date("2026-06-30T22:00:00Z");
  await edit({ accessDays: null, accessUntil: "2026-06-30", closesAt });
  await expect(edit({ closesAt: addMs(closesAt, 1) })).rejects.toEqual(refusal("accessUntil"));
  expect((await edit({ renewal: "none", renewalDays: null })).renewal).toBe("none");
});

test("a file that is imported again leaves what the office has said of renewals", async () => {
  const { id, courseId } = await cohortWith({ accessDays: 30, renewal: "request", renewalDays: 10, renewalsMax: 2 });
  const fields = CohortFields.parse({
    ...{ name: "Winter", timezone: "Europe/Zurich", priceMinor: 0, currency: "CHF", accessDays: 30 },
  });
  const rows = [{ externalKey: id, courseKey: courseId, fields }];
  const bring = () => school.as(admin)((ctx) => importCohorts(ctx, { source: "matricula", rows }));
  expect(await bring()).toEqual(["same"]);
  fields.accessDays = 60;
  expect(await bring()).toEqual(["changed"]);
  const cohort = await school.as(admin)((ctx) => editCohort(ctx, { cohortId: id }));
  expect(cohort).toMatchObject({ accessDays: 60, renewal: "request", renewalDays: 10, renewalsMax: 2 });
});
