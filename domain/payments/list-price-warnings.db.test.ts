import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { message, sourceText } from "#messages/message.ts";
import { toSavedCohortView } from "../api/courses.ts";
import { createCohort } from "../courses/create-cohort.ts";
import { editCohort } from "../courses/edit-cohort.ts";
import { CohortFields } from "../courses/inputs.ts";
import type { Rules } from "../kernel/command.ts";
import { listPriceWarnings } from "./list-price-warnings.ts";

const TOO_LITTLE = "Stripe charges nothing below 0.50.";
const NOBODY = "Nobody can pay this price, so nobody can enrol.";
const whyNotCharge: Rules["whyNotCharge"] = (name, { minor }) =>
  name === "stripe" && minor < 50 ? message("payments.stripe_least", { amount: "0.50" }) : null;

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ paymentProviders: ["stripe"], whyNotCharge });
});
afterAll(() => school.drop());

test("a price is warned of when a way to pay that is switched on cannot take it, and a free place never", () => {
  const chf = (minor: number) => ({ minor, currency: "CHF" });
  const rules = { ...school.rules, whyNotCharge };
  const said = (given: Rules) => listPriceWarnings(given, chf(30)).map(sourceText);
  expect(said(rules)).toEqual([TOO_LITTLE, NOBODY]);
  expect(said({ ...rules, paymentProviders: ["stripe", "bank"] })).toEqual([
    TOO_LITTLE,
    "Buyers are offered the other ways to pay.",
  ]);
  expect(listPriceWarnings({ ...rules, paymentProviders: ["bank"] }, chf(30))).toEqual([]);
  expect([listPriceWarnings(rules, chf(0)), listPriceWarnings(rules, chf(50))]).toEqual([[], []]);
});

test("a program that makes or changes a cohort is answered with what speaks against its price", async () => {
  const by = school.as(await school.person("admin"));
  const { courseId } = await school.cohort();
  const fields = CohortFields.parse({ name: "Cheap", timezone: "UTC", priceMinor: 30, currency: "CHF" });
  const made = await by(async (ctx) =>
    toSavedCohortView(await createCohort(ctx, { courseId, ...fields }), ctx, sourceText),
  );
  expect(made.warnings).toEqual([TOO_LITTLE, NOBODY]);
  const set = (priceMinor: number) =>
    by(async (ctx) => toSavedCohortView(await editCohort(ctx, { cohortId: made.id, priceMinor }), ctx, sourceText));
  expect((await set(48_000)).warnings).toEqual([]);
  expect((await set(49)).warnings).toEqual([TOO_LITTLE, NOBODY]);
});
