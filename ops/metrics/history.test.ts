import { expect, test } from "vitest";
import type { Figures, Slot } from "./figures.ts";
import { getSum, getMaximum } from "./history.ts";

const slot = (figures: Partial<Figures>) => ({ at: new Date(0), figures: { seconds: 600, ...figures } }) as Slot;
const time = getMaximum("requestMsP95", "requests");

test("an hour without a measurement has no figure, and one without requests has no time for them", () => {
  expect(getSum("requests")([])).toBeNull();
  expect(getMaximum("databaseBytes")([])).toBeNull();
  const quiet = [slot({ requests: 0, requestMsP95: 0 })];
  expect(time(quiet)).toBeNull();
  expect(getSum("requests")(quiet)).toBe(0);
});

test("an hour's time is its worst slot's, and its requests are those of all", () => {
  const busy = [
    slot({ requests: 3, requestMsP95: 12 }),
    slot({ requests: 4, requestMsP95: 30 }),
    slot({ requests: 0 }),
  ];
  expect(time(busy)).toBe(30);
  expect(getSum("requests")(busy)).toBe(7);
});
