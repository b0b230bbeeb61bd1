import { expect, test } from "vitest";
import { SchoolSettings } from "./inputs.ts";
import { listSetupSteps } from "./list-setup-steps.ts";

const nothing = { hasPayment: false, hasMailServer: false, hasCohort: false };
const everything = { hasPayment: true, hasMailServer: true, hasCohort: true };
const complete = SchoolSettings.parse({
  name: "Evening School",
  addressStreet: "Market Square",
  addressTown: "Bern",
  addressCountry: "CH",
  supportEmail: "office@school.example",
  taxNote: "Exempt from VAT",
  terms: "Be kind.",
});

test("a school that nobody has set up has everything before it", () => {
  const steps = listSetupSteps(SchoolSettings.parse({}), nothing);
  expect(steps.map(({ name }) => name)).toEqual([
    ...["name", "address", "contact", "tax", "terms", "payment", "mail", "course"],
  ]);
  expect(steps.every(({ isDone }) => !isDone)).toBe(true);
});

test("the list ends when all of it is done, and not before", () => {
  expect(listSetupSteps(complete, everything)).toEqual([]);
  for (const gap of [{ terms: " " }, { addressCountry: null }, { supportEmail: null }, { taxNote: "" }] as const) {
    const open = listSetupSteps({ ...complete, ...gap }, everything).filter(({ isDone }) => !isDone);
    expect(open).toHaveLength(1);
  }
  expect(listSetupSteps(complete, { ...everything, hasMailServer: false }).filter(({ isDone }) => !isDone)).toEqual([
    { name: "mail", isDone: false },
  ]);
});
