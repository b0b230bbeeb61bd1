import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import type { Actor } from "../kernel/actor.ts";
import { getBilling } from "./get-billing.ts";
import { BillingInput } from "./inputs.ts";
import { setBillingDetails } from "./set-billing-details.ts";

let school: TestSchool;
let student: Actor & { id: string };
beforeAll(async () => {
  school = await openTestSchool();
  student = (await school.person("student")) as typeof student;
});
afterAll(() => school.drop());

async function order() {
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const { order: placed } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  return placed as NonNullable<typeof placed>;
}
const acme = BillingInput.parse({
  ...{
    company: "Acme GmbH",
    name: "Ann Buyer",
    street: "Hauptstrasse",
    number: "5",
    postCode: "10115",
    town: "Berlin",
  },
  ...{ country: "DE", vatId: "de 136 695 976", reference: "PO-77" },
});

test("what was said for one order is proposed for the next, but for its reference", async () => {
  const first = await order();
  const read = school.reading(student);
  expect(await getBilling(read, first.code)).toMatchObject({ isGiven: false, details: { name: "Person 1" } });
  await school.as(student)((ctx) => setBillingDetails(ctx, { orderId: first.id, ...acme }));
  const given = { ...acme, vatId: "DE136695976" };
  expect(await getBilling(read, first.code)).toMatchObject({ isGiven: true, details: given });
  school.clock.forward(1000);
  const second = await order();
  expect(await getBilling(read, second.code)).toMatchObject({ isGiven: false, details: { ...given, reference: "" } });
});

test("a VAT id that nobody has is refused beside its field, and nothing is written", async () => {
  const { id, code } = await order();
  const wrong = { orderId: id, ...acme, vatId: "DE136695977" };
  await expect(school.as(student)((ctx) => setBillingDetails(ctx, wrong))).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { vatId: { key: "fields.vat_id_digits" } } },
  });
  expect(await getBilling(school.reading(student), code)).toMatchObject({ isGiven: false });
});

test("a company without the address that its invoice must bear is refused beside each field, a person is not", async () => {
  const { id } = await order();
  const bill = (more: Partial<typeof acme>) =>
    school.as(student)((ctx) => setBillingDetails(ctx, { orderId: id, ...acme, ...more }));
  const nowhere = { street: "", postCode: "", town: "" };
  const needed = {
    street: { key: "fields.billing_street_needed" },
    postCode: { key: "fields.billing_post_code_needed" },
    town: { key: "fields.billing_town_needed" },
  };
  for (const company of [{}, { company: "" }]) {
    await expect(bill({ ...nowhere, ...company, vatId: "DE136695977" })).rejects.toMatchObject({
      detail: { fields: { ...needed, vatId: { key: "fields.vat_id_digits" } } },
    });
  }
  // A parcel reaches Hong Kong without a code.
  await bill({ postCode: "", country: "HK", vatId: "" });
  await bill({ ...nowhere, company: "", vatId: "" });
});

test("somebody else finds no order to bill", async () => {
  const { id, code } = await order();
  const other = await school.person("student");
  expect(await getBilling(school.reading(other), code)).toBeUndefined();
  await expect(school.as(other)((ctx) => setBillingDetails(ctx, { orderId: id, ...acme }))).rejects.toMatchObject({
    code: "not_found",
  });
  const desk = await school.person("support");
  expect(await getBilling(school.reading(desk), code)).toMatchObject({ buyerId: student.id });
});
