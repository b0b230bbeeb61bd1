import fc from "fast-check";
import { expect, test } from "vitest";
import { splitOrderAmount } from "./split-order-amount.ts";

const line = fc
  .record({ totalMinor: fc.integer({ min: 0, max: 1e12 }), share: fc.double({ min: 0, max: 0.5, noNaN: true }) })
  .map(({ totalMinor, share }) => ({ totalMinor, taxMinor: Math.floor(totalMinor * share) }));
const order = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .filter((lines) => lines.some(({ totalMinor }) => totalMinor > 0));
const totalOf = (shares: { netMinor: number; taxMinor: number }[]) =>
  shares.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0);

test("the parts of an amount add up to it", () => {
  fc.assert(
    fc.property(order, fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e12 }), (lines, from, to) => {
      expect(totalOf(splitOrderAmount(lines, from, to))).toBe(to - from);
    }),
  );
});

test("the whole falls to each line as its price says, with its tax", () => {
  fc.assert(
    fc.property(order, (lines) => {
      const whole = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
      expect(splitOrderAmount(lines, 0, whole)).toEqual(
        lines.map(({ totalMinor, taxMinor }) => ({ netMinor: totalMinor - taxMinor, taxMinor })),
      );
    }),
  );
});

test("whatever the instalments and refunds on the way, the same is booked in the end", () => {
  fc.assert(
    fc.property(order, fc.array(fc.integer({ min: 0, max: 1e12 }), { maxLength: 6 }), (lines, stops) => {
      const end = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
      const way = [0, ...stops, end];
      const booked = lines.map(() => ({ netMinor: 0, taxMinor: 0 }));
      for (let n = 1; n < way.length; n += 1) {
        splitOrderAmount(lines, way[n - 1] as number, way[n] as number).forEach((share, at) => {
          const sum = booked[at] as { netMinor: number; taxMinor: number };
          sum.netMinor += share.netMinor;
          sum.taxMinor += share.taxMinor;
        });
      }
      expect(booked).toEqual(splitOrderAmount(lines, 0, end));
    }),
  );
});

test("an order that costs nothing has nothing to split", () => {
  expect(splitOrderAmount([{ totalMinor: 0, taxMinor: 0 }], 0, 500)).toEqual([{ netMinor: 0, taxMinor: 0 }]);
});
