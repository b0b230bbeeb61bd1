import { expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import { matriculaFormat } from "./matricula.ts";

const DEFAULTS = { timezone: "Europe/Zurich", currency: "CHF" };
const read = (row: Record<string, string>) =>
  matriculaFormat.read({ key: "b1", title: "Book", cohort: "Night", ...row }, DEFAULTS);

test.each([
  ["2027-03-28 02:30", "Europe/Zurich", "starts: 02:30 on 28 March 2027 is on no clock in Europe/Zurich"],
  ["2026-10-25 02:30", "Europe/Zurich", "Write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00."],
  ["2011-12-30 10:00", "Pacific/Apia", "starts: 10:00 on 30 December 2011 is on no clock in Pacific/Apia"],
  ["2018-11-04 00:30", "America/Sao_Paulo", "starts: 00:30 on 4 November 2018 is on no clock in America/Sao Paulo"],
])("a row that begins at %s in %s says why it is not taken", (starts, timezone, words) => {
  expect(inEnglish(read({ starts, timezone }))).toMatchObject({ reason: expect.stringContaining(words) });
});

test("a row that says its offset is taken, where the clock shows the time twice as well", () => {
  for (const [starts, startsAt] of [
    ["2026-10-25T02:30+02:00", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25T02:30+01:00", "2026-10-25T01:30:00.000Z"],
  ] as const) {
    expect(read({ starts })).toMatchObject({ cohort: { fields: { startsAt } } });
  }
});
