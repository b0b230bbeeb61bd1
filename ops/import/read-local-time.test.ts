import { expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import { readLocalTime } from "./read-local-time.ts";

test.each([
  ["2027-01-08 18:30", "2027-01-08T18:30"],
  ["2027-01-08T18:30", "2027-01-08T18:30"],
  ["2027-1-8", "2027-01-08T00:00"],
  ["2027/01/08 9:05", "2027-01-08T09:05"],
  ["08.01.2027 18:30", "2027-01-08T18:30"],
  ["8.1.2027", "2027-01-08T00:00"],
  ["08.01.2027, 18.30", "2027-01-08T18:30"],
  ["8.1.2027 18h30", "2027-01-08T18:30"],
  ["31/12/2027", "2027-12-31T00:00"],
  ["12/31/2027", "2027-12-31T00:00"],
  ["05/05/2027", "2027-05-05T00:00"],
  ["2027-01-08 18:30:00", "2027-01-08T18:30"],
  ["2027-01-08 18:30:15", "2027-01-08T18:30:15"],
])("reads a date as people write it: %s", (text, local) => {
  expect(readLocalTime(text)).toEqual({ local });
});

test("an offset makes it an instant", () => {
  expect(readLocalTime("2027-01-08T18:30:00+01:00")).toEqual({ instant: new Date("2027-01-08T17:30:00Z") });
  expect(readLocalTime("2027-01-08 17:30Z")).toEqual({ instant: new Date("2027-01-08T17:30:00Z") });
});

test("a date that can be two days is refused with both", () => {
  expect(inEnglish(readLocalTime("01/02/2027"))).toEqual({
    reason: '"01/02/2027" can be 2027-02-01 or 2027-01-02; write the year first',
  });
});

test.each(["soon", "46395", "08.01.27", "2027-01-08 25:00", "2027-01-08 18:61", "8. Januar 2027", "2027-01-08T99:00Z"])(
  "refuses what is no date: %s",
  (text) => {
    expect(readLocalTime(text)).toHaveProperty("reason");
  },
);
