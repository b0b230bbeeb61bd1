import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohorts, courseStaff, courses, orderLines } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { draftOrder } from "../checkout/draft-order.ts";
import { enrolOthers } from "../checkout/enrol-others.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { createCohort } from "../courses/create-cohort.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { editCourse } from "../courses/edit-course.ts";
import { addTaxRate } from "./add-tax-rate.ts";
import { TaxRateFields } from "./inputs.ts";
import { listTaxRates } from "./list-tax-rates.ts";
import { removeTaxRate } from "./remove-tax-rate.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
  const add = (rate: Partial<TaxRateFields>) =>
    school.as(owner)((ctx) =>
      addTaxRate(ctx, { kind: "", country: "", category: "standard", ratePpm: 0, note: "", validFrom: "", ...rate }),
    );
  await add({ ratePpm: 77_000 });
  await add({ ratePpm: 81_000, validFrom: "2027-01-01" });
  await add({ kind: "Languages", category: "exempt", note: "Exempt under Art. 21." });
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const refusal = (field: string) =>
  expect.objectContaining({ detail: { fields: expect.objectContaining({ [field]: expect.anything() }) } });

const linesOf = (orderId: string) =>
  school.database.read.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.id));

const enrolIn = async (cohortId: string) => {
  const student = await school.person("student");
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  return linesOf(order.id);
};

async function addCohort(facts: { startsAt: Date; priceMinor?: number; netPriceMinor?: number | null }) {
  const { courseId } = await school.cohort();
  const fields = { name: "Evenings", timezone: "Europe/Zurich", currency: "CHF", priceMinor: 10_000, place: "" };
  const open = { endsAt: null, opensAt: null, closesAt: null, capacity: null, accessDays: null, waitingList: true };
  return school.as(owner)((ctx) => createCohort(ctx, { courseId, ...fields, ...open, ...facts }));
}

const JULY = new Date("2026-07-01T10:00:00Z");
/** Half an hour into the New Year in Zurich, and still the old one in London. */
const NEW_YEAR = new Date("2026-12-31T23:30:00Z");
const JUST_BEFORE = new Date("2026-12-31T22:30:00Z");

test("a rate that changes at New Year is right on both sides, by the cohort's own calendar", async () => {
  const [before] = await enrolIn((await addCohort({ startsAt: JUST_BEFORE })).id);
  const [after] = await enrolIn((await addCohort({ startsAt: NEW_YEAR })).id);
  expect(before).toMatchObject({ totalMinor: 10_000, taxRatePpm: 77_000, taxMinor: 715, taxCategory: "standard" });
  expect(after).toMatchObject({ totalMinor: 10_000, taxRatePpm: 81_000, taxMinor: 749 });
});

test("places for others bear their tax in one sum, whose parts add up", async () => {
  const { id: cohortId } = await addCohort({ startsAt: NEW_YEAR, priceMinor: 3_333 });
  const buyer = await school.person("student");
  const places = [1, 2, 3].map((n) => ({ name: `Person ${n}`, email: null }));
  const { order } = await school.as(buyer)((ctx) => enrolOthers(ctx, { cohortId, buyerId: buyer.id, places }));
  const taxes = (await linesOf(order.id)).map(({ taxMinor }) => taxMinor);
  // 3 × 33.33 = 99.99, of which 8.1 parts in 108.1 are 7.49.
  expect(taxes.reduce((sum, tax) => sum + tax, 0)).toBe(749);
  expect(order.totalMinor).toBe(9_999);
});

test("an order that the office prepares bears the same tax", async () => {
  const { id: cohortId } = await addCohort({ startsAt: NEW_YEAR });
  const student = await school.person("student");
  const input = { cohortId, studentId: student.id, why: "She telephoned." };
  const order = await school.as(owner)((ctx) => draftOrder(ctx, input));
  expect(await linesOf(order.id)).toMatchObject([{ taxRatePpm: 81_000, taxMinor: 749 }]);
});

test("a course of a kind of its own bears the rate of that kind, and says why it bears none", async () => {
  const cohort = await addCohort({ startsAt: JULY });
  await school.as(owner)((ctx) => editCourse(ctx, { courseId: cohort.courseId, taxKind: "Languages" }));
  const exempt = { taxCategory: "exempt", taxNote: "Exempt under Art. 21.", taxMinor: 0, taxRatePpm: 0 };
  expect(await enrolIn(cohort.id)).toMatchObject([exempt]);
});

test("whoever teaches a course does not say what tax it bears", async () => {
  const cohort = await addCohort({ startsAt: JULY });
  const teacher = await school.person("instructor");
  const staff = { courseId: cohort.courseId, userId: teacher.id, about: "", position: 0 };
  await school.database.write((tx) => tx.insert(courseStaff).values(staff));
  const edit = school.as(teacher)((ctx) => editCourse(ctx, { courseId: cohort.courseId, taxKind: "Languages" }));
  await expect(edit).rejects.toMatchObject({ code: "forbidden" });
});

test("a price without tax gets it by the rate of its first day, and follows when day, kind or rate change", async () => {
  const cohort = await addCohort({ startsAt: JULY, priceMinor: 0, netPriceMinor: 10_000 });
  expect(cohort).toMatchObject({ priceMinor: 10_770, netPriceMinor: 10_000 });
  const edit = (changes: object) => school.as(owner)((ctx) => editCohort(ctx, { cohortId: cohort.id, ...changes }));
  expect(await edit({ startsAt: NEW_YEAR })).toMatchObject({ priceMinor: 10_810 });
  expect(await enrolIn(cohort.id)).toMatchObject([{ totalMinor: 10_810, taxMinor: 810 }]);
  await school.as(owner)((ctx) => editCourse(ctx, { courseId: cohort.courseId, taxKind: "Languages" }));
  expect(await priceOf(cohort.id)).toBe(10_000);
  await school.as(owner)((ctx) => editCourse(ctx, { courseId: cohort.courseId, taxKind: "" }));
  const rate = {
    kind: "",
    country: "",
    category: "standard",
    ratePpm: 90_000,
    note: "",
    validFrom: "2026-12-31",
  } as const;
  const added = await school.as(owner)((ctx) => addTaxRate(ctx, rate));
  expect(await edit({ startsAt: JUST_BEFORE })).toMatchObject({ priceMinor: 10_900 });
  await school.as(owner)((ctx) => removeTaxRate(ctx, { taxRateId: added.id }));
  expect(await priceOf(cohort.id)).toBe(10_770);
  expect(await edit({ priceMinor: 9_900 })).toMatchObject({ priceMinor: 9_900, netPriceMinor: null });
});

const priceOf = async (cohortId: string) =>
  (await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohortId)))[0]?.priceMinor;

test("what was sold keeps the rate that it was sold by", async () => {
  const rate = {
    kind: "Cookery",
    country: "",
    category: "standard",
    ratePpm: 26_000,
    note: "",
    validFrom: "",
  } as const;
  const added = await school.as(owner)((ctx) => addTaxRate(ctx, rate));
  const cohort = await addCohort({ startsAt: JULY });
  await school.database.write((tx) =>
    tx.update(courses).set({ taxKind: "Cookery" }).where(eq(courses.id, cohort.courseId)),
  );
  const [line] = await enrolIn(cohort.id);
  await school.as(owner)((ctx) => removeTaxRate(ctx, { taxRateId: added.id }));
  expect(await linesOf(line?.orderId ?? "")).toMatchObject([{ taxRatePpm: 26_000 }]);
});

test("a second rate of the same kind, country and day is refused beside its day, and one that is gone is not found", async () => {
  const rate = { kind: "", country: "", category: "standard", ratePpm: 50_000, note: "", validFrom: "" } as const;
  await expect(school.as(owner)((ctx) => addTaxRate(ctx, rate))).rejects.toEqual(refusal("validFrom"));
  const remove = school.as(owner)((ctx) => removeTaxRate(ctx, { taxRateId: "txr_none" }));
  await expect(remove).rejects.toMatchObject({ code: "not_found" });
});

test("only who runs the school reads and changes its rates", async () => {
  const student = await school.person("student");
  const rate = { kind: "x", country: "", category: "standard", ratePpm: 50_000, note: "", validFrom: "" } as const;
  await expect(school.as(student)((ctx) => addTaxRate(ctx, rate))).rejects.toMatchObject({ code: "forbidden" });
  await expect(listTaxRates(school.reading(student))).rejects.toMatchObject({ code: "forbidden" });
});

test.each([
  ["a rate of nothing", { category: "standard", ratePpm: 0 }, "ratePpm"],
  ["a rate where none is charged", { category: "exempt", ratePpm: 81_000, note: "x" }, "ratePpm"],
  ["more than all", { category: "standard", ratePpm: 3_000_000 }, "ratePpm"],
  ["no reason for an exemption", { category: "exempt" }, "note"],
  ["a year that was not meant", { category: "standard", ratePpm: 81_000, validFrom: "1970-01-01" }, "validFrom"],
  ["a day that is on no calendar", { category: "standard", ratePpm: 81_000, validFrom: "2027-02-30" }, "validFrom"],
  ["a country of nobody", { category: "standard", ratePpm: 81_000, country: "XX" }, "country"],
  ["a kind of 300 letters", { category: "standard", ratePpm: 81_000, kind: "x".repeat(300) }, "kind"],
])("%s is refused beside its field", (_, fields, field) => {
  const read = TaxRateFields.safeParse(fields);
  expect(read.error?.issues.map(({ path }) => path[0])).toContain(field);
});
