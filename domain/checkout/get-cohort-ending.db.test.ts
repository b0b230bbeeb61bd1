import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolOthers } from "./enrol-others.ts";
import { enrolStudent } from "./enrol-student.ts";
import { getCohortEnding } from "./get-cohort-ending.ts";
import { getPaidInCohort } from "./get-paid-in-cohort.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ paymentProviders: ["sandbox", "bank"] });
});
afterAll(() => school.drop());

test("each place of a cohort stands with whose it is, its order and what is here of it, and they add up to what goes back", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const admin = await school.person("admin");
  const [paid, unpaid, given, buyer] = [
    await school.person("student"),
    await school.person("student"),
    await school.person("student"),
    await school.person("student"),
  ];
  const first = await school.as(paid)((ctx) => enrolStudent(ctx, { cohortId, studentId: paid.id, provider: "bank" }));
  await school.asSystem((ctx) => confirmTransfer(ctx, first.payment?.id ?? ""));
  await school.as(unpaid)((ctx) => enrolStudent(ctx, { cohortId, studentId: unpaid.id, provider: "bank" }));
  await school.as(admin)((ctx) => addEnrolment(ctx, { cohortId, studentId: given.id, why: "a prize" }));
  const others = await school.as(buyer)((ctx) =>
    enrolOthers(ctx, {
      cohortId,
      buyerId: buyer.id,
      provider: "bank",
      places: [
        { name: "Mia", email: null },
        { name: "", email: null },
      ],
    }),
  );
  await school.asSystem((ctx) => confirmTransfer(ctx, others.payment?.id ?? ""));

  const { lines, totals, ways } = await getCohortEnding(school.reading(admin), cohortId);
  const shown = lines.map(({ state, orderCode, paidMinor }) => [state, orderCode, paidMinor]);
  expect(shown).toHaveLength(5);
  expect(shown).toEqual(
    expect.arrayContaining([
      ["active", first.order.code, 9_500],
      ["active", null, 0],
      ["unclaimed", others.order.code, 9_500],
    ]),
  );
  expect(shown.filter(([state]) => state === "pending")).toMatchObject([["pending", expect.any(String), 0]]);
  expect(totals).toEqual([{ currency: "CHF", minor: 28_500 }]);
  expect(totals).toEqual((await getPaidInCohort(school.database.read, cohortId)).totals);
  expect(ways).toEqual([{ provider: "bank", currency: "CHF", leftMinor: 28_500 }]);
});
