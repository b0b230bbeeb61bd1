import { expect, test } from "vitest";
import { sampleSchool } from "#tests/support/sample-letters.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import type { SchoolFace } from "../draft.ts";
import { renderLetter } from "../render-letter.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { enrolmentConfirmed } from "./enrolment-confirmed.ts";

const t = wordsIn(null);
const place: EnrolmentFacts = {
  studentName: "Ada Lovelace",
  courseTitle: "Bookbinding",
  courseSlug: "bookbinding",
  cohortId: "coh_1",
  cohortName: "Evenings",
  startsAt: null,
  timezone: "Europe/Zurich",
  place: "",
  hasMeetings: false,
  leaving: null,
  order: { code: "M7K2", total: { minor: 48_000, currency: "CHF" }, paidAt: new Date("2026-02-05T17:30:00Z") },
};

const textOf = (more: Partial<SchoolFace>) => {
  const school = { ...sampleSchool(), ...more };
  return renderLetter(enrolmentConfirmed(place, school, t), school, t).text;
};

test("a receipt by mail names who sold what to whom, when, for how much, and the VAT number of a school that has one", () => {
  const text = textOf({
    postalAddress: "Gerbergasse 1\n4001 Basel",
    registerNumber: "CH-270.1.123.456-7",
    vatNumber: "CHE-123.456.788 MWST",
    taxNote: "Includes 8.1 % VAT",
  });
  for (const line of [
    "To: Lindenhof School, Gerbergasse 1, 4001 Basel",
    "VAT number: CHE-123.456.788 MWST",
    "Register number: CH-270.1.123.456-7",
    "Tax: Includes 8.1 % VAT",
    "For: Ada Lovelace",
    "What: Bookbinding",
  ])
    expect(text).toContain(line);
  expect(text).toMatch(/On: .*5 February 2026/);
  expect(text).toMatch(/Paid: .*480\.00/);
});

test("a school without an address, a register or VAT says nothing of them", () => {
  const text = textOf({});
  expect(text).toContain("To: Lindenhof School\n");
  expect(text).not.toMatch(/VAT|Register|Tax/);
});

test("the terms of the purchase stand in place of the school's line about refunds, which stands where there are none", () => {
  const refundPolicy = "All of it, always.";
  const leaving = {
    ...{ lineId: "1", timezone: "Europe/Zurich", isAgreed: true },
    leaving: {
      cancel: { until: new Date("2026-02-01T17:30:00Z"), percent: 80, fee: { minor: 2_500, currency: "CHF" } },
      move: { until: new Date("2026-02-04T17:30:00Z") },
    },
  };
  const textFor = (more: Partial<EnrolmentFacts>) => {
    const school = { ...sampleSchool(), refundPolicy };
    return renderLetter(enrolmentConfirmed({ ...place, ...more }, school, t), school, t).text;
  };
  const text = textFor({ leaving });
  expect(text).not.toContain(refundPolicy);
  expect(text.replaceAll(/\s/g, " ")).toMatch(/80 % of the price of your order comes back, less a fee of CHF 25\.00/);
  expect(text).not.toMatch(/80\n/);
  expect(text).toMatch(/Move to another date by yourself until .*4 February 2026/);
  expect(textFor({})).toContain(refundPolicy);
  const tooLate = { ...leaving, leaving: { cancel: null, move: null } };
  expect(textFor({ leaving: tooLate })).not.toContain(refundPolicy);
});

test("the receipt of a place in instalments says what is paid, and what is to come by when", () => {
  const chf = (minor: number) => ({ minor, currency: "CHF" });
  const order = {
    ...{ code: "M7K2", total: chf(42_000), paidAt: new Date("2026-02-05T17:30:00Z") },
    plan: { paid: chf(12_600), tax: chf(944), toCome: [{ amount: chf(14_700), dueOn: "2026-03-05" }] },
  };
  const school = sampleSchool();
  const { text } = renderLetter(enrolmentConfirmed({ ...place, order }, school, t), school, t);
  expect(text).toMatch(/Price: .*420\.00/);
  expect(text).toMatch(/Paid: .*126\.00/);
  expect(text).toMatch(/VAT included: .*9\.44/);
  expect(text).toContain("/orders/M7K2/papers/payment-1.pdf");
  expect(text).toMatch(/Still to pay: .*147\.00, by .*5 March 2026/);
});
