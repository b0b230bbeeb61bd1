import { expect, test } from "vitest";
import { SchoolSettings } from "./inputs.ts";
import { listSetupSteps } from "./list-setup-steps.ts";

const nothing = { hasPayment: false, hasMailServer: false, hasCohort: false, hasTaxRates: false };
const everything = { hasPayment: true, hasMailServer: true, hasCohort: true, hasTaxRates: false };
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

test("a school that charges tax without a VAT number has that before it, but in Germany with a tax number", () => {
  const taxed = { ...everything, hasTaxRates: true };
  const open = (more: Partial<typeof complete>) =>
    listSetupSteps({ ...complete, ...more }, taxed).filter(({ isDone }) => !isDone);
  expect(open({})).toEqual([{ name: "vat_number", isDone: false }]);
  expect(open({ taxNumber: "12/345/67890" })).toEqual([{ name: "vat_number", isDone: false }]);
  expect(open({ taxNumber: "12/345/67890", addressCountry: "DE" })).toEqual([]);
  expect(open({ vatNumber: "CHE-107.787.577 MWST" })).toEqual([]);
});
