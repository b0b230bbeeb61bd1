import { expect, test } from "vitest";
import { formatMoment, parseMoment } from "./value-forms.ts";

const LATEST_MS = 253_402_300_799_999;
const EARLIEST_MS = -62_135_596_800_000;

test("a moment that is written as PostgreSQL writes it is read as the same millisecond, in each of 9,999 years", () => {
  const odd = [
    EARLIEST_MS,
    LATEST_MS,
    0,
    -1,
    1,
    951_782_400_000,
    951_868_800_123,
    1_709_164_800_000,
    -2_203_891_200_010,
  ];
  const step = 86_400_000 * 30 + 12_345_678;
  const all = Array.from({ length: Math.floor((LATEST_MS - EARLIEST_MS) / step) }, (_, at) => EARLIEST_MS + at * step);
  for (const ms of [...odd, ...all]) expect([ms, parseMoment(formatMoment(ms))]).toEqual([ms, ms]);
});

test.for([
  "infinity",
  "-infinity",
  "0044-03-15 12:00:00+00 BC",
  "10000-01-01 00:00:00+00",
  "2026-11-29 08:15:00.123456+00",
  "2026-11-29 08:15:00.+00",
  "2026-11-29 08:15:00+01",
  "2026-11-29 08:15:00,50+00",
  "2026-11-29T08:15:00+00",
  "2026-1x-29 08:15:00+00",
  "0000-11-29 08:15:00+00",
  "",
])("what is no moment of a school is not read as one: %s", (text) => {
  expect(() => parseMoment(text)).toThrow("date");
});
