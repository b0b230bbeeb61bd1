import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { moveEnrolment } from "../checkout/move-enrolment.ts";
import { getOrder } from "../orders/get-order.ts";
import { getReceipt } from "./get-receipt.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("an order and its receipt keep what was sold and say where the place is now, and since when", async () => {
  const evenings = await school.cohort({ name: "Evenings" });
  const startsAt = new Date("2026-03-07T09:00:00Z");
  const weekend = await school.cohort({ name: "Weekend", startsAt }, { id: evenings.courseId });
  const summer = await school.cohort({ name: "Summer" }, { id: evenings.courseId });
  const [desk, student] = [await school.person("support"), await school.person("student")];
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: evenings.id, studentId: student.id }),
  );
  const move = (toCohortId: string) => {
    school.clock.forward(1_000);
    return school.as(desk)((ctx) => moveEnrolment(ctx, { enrolmentId: enrolment.id, toCohortId, why: "choir" }));
  };
  const both = async () => {
    const receipt = await getReceipt(school.reading(student), order.code);
    const office = await getOrder(school.reading(desk), order.code);
    return [receipt, office].map((shown) => shown?.lines.map(({ cohortName, moved }) => ({ cohortName, moved })));
  };
  const sold = { cohortName: "Evenings", moved: [] };
  expect(await both()).toEqual([[sold], [sold]]);

  await move(summer.id);
  await move(weekend.id);
  const now = {
    enrolmentId: enrolment.id,
    cohortId: weekend.id,
    cohortName: "Weekend",
    cohortLanguage: "en",
    startsAt,
    timezone: "Europe/Zurich",
    movedAt: school.clock(),
  };
  const moved = { cohortName: "Evenings", moved: [now] };
  expect(await both()).toEqual([[moved], [moved]]);

  await move(evenings.id);
  expect(await both()).toEqual([[sold], [sold]]);

  await move(weekend.id);
  const again = { cohortName: "Evenings", moved: [{ ...now, movedAt: school.clock() }] };
  await school.as(desk)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away" }));
  expect(await both(), "where it was when it ended").toEqual([[again], [again]]);
});
