import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { moveEnrolment } from "./move-enrolment.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("a student is told each time their place is moved, and not when it could not be", async () => {
  const evenings = await school.cohort({ capacity: 1 });
  const weekend = await school.cohort({ capacity: 1, name: "Weekend" }, { id: evenings.courseId });
  const full = await school.cohort({ capacity: 1, taken: 1, name: "Full" }, { id: evenings.courseId });
  const [desk, student] = [await school.person("support"), await school.person("student")];
  const place = { cohortId: evenings.id, studentId: student.id, why: "a scholarship" };
  const { id } = await school.as(desk)((ctx) => addEnrolment(ctx, place));
  const move = (toCohortId: string) =>
    school.as(desk)((ctx) => moveEnrolment(ctx, { enrolmentId: id, toCohortId, why: "choir on Thursdays" }));
  const told = () =>
    school.database.read
      .select({ to: outbox.recipient, payload: outbox.payload })
      .from(outbox)
      .where(and(eq(outbox.kind, "enrolment_moved"), eq(outbox.recipient, student.email)));

  await expect(move(full.id)).rejects.toMatchObject({ code: "cohort_full" });
  expect(await told()).toEqual([]);
  for (const cohort of [weekend, evenings, weekend]) {
    school.clock.forward(1_000);
    await move(cohort.id);
  }
  const mail = (from: { id: string }) => ({ to: student.email, payload: { enrolmentId: id, fromCohortId: from.id } });
  const sent = await told();
  expect(sent).toHaveLength(3);
  expect(sent).toEqual(expect.arrayContaining([mail(evenings), mail(weekend)]));
});
