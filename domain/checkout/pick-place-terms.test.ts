import fc from "fast-check";
import { expect, test } from "vitest";
import type { cohorts } from "#db/schema/index.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { computeMovePrice } from "./compute-move-price.ts";
import { pickPlaceTerms } from "./pick-place-terms.ts";

type Cohort = typeof cohorts.$inferSelect;
const now = new Date("2026-03-01T10:00:00Z");
const amount = fc.integer({ min: 1, max: 100_000 });
const terms = fc.record({
  cancelDays: fc.option(fc.constantFrom(0, 10, 40)),
  cancelPercent: fc.integer({ min: 0, max: 100 }),
  cancelFeeMinor: fc.integer({ min: 0, max: 20_000 }),
});

const priced = (priceMinor: number, agreed: object) =>
  ({
    ...{ id: "coh_1", priceMinor, currency: "CHF", timezone: "Europe/Zurich", moveDays: 3 },
    ...{ startsAt: new Date("2026-03-21T10:00:00Z"), ...agreed },
  }) as Cohort;

test("by moving any number of times and then leaving nobody gets more than by leaving at once", () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(amount, { minLength: 1, maxLength: 6 }),
      terms,
      terms,
      (price, moves, bought, today) => {
        const sold = [copyTerms(priced(price, bought), now)];
        const returnable = (costMinor: number, dearestMinor: number) => {
          const money = { paidMinor: costMinor, costMinor, dearestMinor };
          const picked = pickPlaceTerms(sold, priced(price, today), { money, currency: "CHF", now });
          return picked.kind === "open" ? picked.returnedMinor : 0;
        };
        const lost = price - returnable(price, price);
        let [cost, dearest, from] = [price, price, price];
        for (const to of moves) {
          const money = { costMinor: cost, currency: "CHF" } as never;
          const moved = computeMovePrice(
            { money, isSimple: true, returnableMinor: returnable(cost, dearest) },
            priced(from, today),
            priced(to, today),
          );
          if (moved.kind === "ask") continue;
          cost += moved.differenceMinor;
          [dearest, from] = [Math.max(dearest, cost), to];
          expect(cost).toBeGreaterThanOrEqual(0);
          expect(cost - returnable(cost, dearest)).toBeGreaterThanOrEqual(lost);
        }
      },
    ),
  );
});

test("what came back by a move is taken off what the terms give of the dearest", () => {
  const cohort = priced(6_000, { cancelDays: 10, cancelPercent: 80, cancelFeeMinor: 500 });
  const money = { paidMinor: 6_000, costMinor: 6_000, dearestMinor: 10_000 };
  expect(pickPlaceTerms(null, cohort, { money, currency: "CHF", now })).toMatchObject({
    ...{ kind: "open", returnedMinor: 3_500, keptMinor: 2_500 },
  });
});

test("what has gone back already is taken off what the terms give, except what was paid beyond the price", () => {
  const cohort = priced(10_000, { cancelDays: 10, cancelPercent: 80, cancelFeeMinor: 500 });
  const returned = (paidMinor: number, goneMinor: number) =>
    pickPlaceTerms(null, cohort, {
      ...{ money: { paidMinor, costMinor: 10_000, dearestMinor: 10_000 }, goneMinor },
      ...{ currency: "CHF", now },
    });
  expect(returned(4_000, 6_000)).toMatchObject({ returnedMinor: 1_500, keptMinor: 2_500 });
  expect(returned(2_500, 7_500)).toMatchObject({ returnedMinor: 0, keptMinor: 2_500 });
  expect(returned(10_000, 700)).toMatchObject({ returnedMinor: 7_500, keptMinor: 2_500 });
});
