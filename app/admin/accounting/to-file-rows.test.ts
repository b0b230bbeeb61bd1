import { expect, test } from "vitest";
import { SchoolSettings } from "#domain/settings/inputs.ts";
import { toFileRows } from "./to-file-rows.ts";

const row = (account: "bank" | "revenue", openingMinor: number, moved: number) => ({
  ...{ account, currency: "CHF", openingMinor, debitMinor: Math.max(0, moved), creditMinor: Math.max(0, -moved) },
  closingMinor: openingMinor + moved,
});

test("the trial balance as a file comes to zero at its opening and its closing, with what earlier years have brought", () => {
  const balance = { currency: "CHF", rows: [row("bank", 29_000, 5_000), row("revenue", 0, -5_000)] };
  const rows = toFileRows({ ...balance, broughtForwardMinor: -29_000 }, SchoolSettings.parse({}));
  const sum = (of: "openingMinor" | "closingMinor") => rows.reduce((total, each) => total + each[of], 0);
  expect([sum("openingMinor"), sum("closingMinor")]).toEqual([0, 0]);
  expect(rows.at(-1)).toMatchObject({ number: "", openingMinor: -29_000, debitMinor: 0, creditMinor: 0 });
  expect(toFileRows({ ...balance, broughtForwardMinor: 0 }, SchoolSettings.parse({}))).toHaveLength(2);
});
