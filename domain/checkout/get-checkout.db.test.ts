import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCheckout } from "./get-checkout.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("a checkout shows what was ordered, also when the course costs something else by now", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000, currency: "CHF" });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  await school.database.write(async (tx) => {
    await tx.update(cohorts).set({ priceMinor: 99_000 }).where(eq(cohorts.id, cohortId));
  });
  const checkout = await getCheckout(school.reading(student), order.code);
  expect(checkout?.lines.map(({ price }) => price)).toEqual([{ minor: 48_000, currency: "CHF" }]);
  expect(checkout?.total).toEqual({ minor: 48_000, currency: "CHF" });
});

test("nobody sees the checkout of somebody else", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  expect(await getCheckout(school.reading(await school.person("student")), order.code)).toBeUndefined();
  expect(await getCheckout(school.reading(student), order.code.toLowerCase())).toBeDefined();
});
