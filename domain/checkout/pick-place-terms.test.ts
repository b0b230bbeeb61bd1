import fc from "fast-check";
import { expect, test } from "vitest";
import type { cohorts } from "#db/schema/index.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { getShare } from "../pricing/compute-discounts.ts";
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

const discounts = fc.record({
  percentPpm: fc.constantFrom(null, 200_000, 333_333),
  amountMinor: fc.integer({ min: 0, max: 5_000 }),
});

/** A place that was bought at a list price under discounts, and what the terms leave to the school of that. */
function buy(listMinor: number, { percentPpm, amountMinor }: { percentPpm: number | null; amountMinor: number }) {
  const ownMinor = percentPpm === null ? Math.min(amountMinor, listMinor) : getShare(listMinor, percentPpm);
  const kept = { amountMinor: ownMinor, percentPpm, fixedMinor: null, cohortId: null };
  const totalMinor = listMinor - ownMinor;
  return { listMinor, discounts: [kept], totalMinor, taxedMinor: totalMinor };
}

test("moves of a day add up: back where they began they cost nothing, and leaving after them gives what leaving at once from there gives", () => {
  fc.assert(
    fc.property(
      fc.array(amount, { minLength: 2, maxLength: 7 }),
      discounts,
      terms,
      terms,
      (prices, off, agreed, today) => {
        const [list = 0] = prices;
        const bought = buy(list, off);
        const boughtMinor = bought.totalMinor;
        if (boughtMinor === 0) return;
        const sold = [copyTerms(priced(list, agreed), now)];
        const leave = (costMinor: number) => {
          const money = { paidMinor: costMinor, costMinor, boughtMinor };
          const picked = pickPlaceTerms(sold, priced(list, today), { money, currency: "CHF", now });
          return picked.kind === "open" ? picked.returnedMinor : 0;
        };
        const atOnce = leave(boughtMinor);
        const start = { cohortId: "coh_1", thenMinor: list, nowMinor: list, worthMinor: boughtMinor };
        const keptMinor = Math.min(boughtMinor - atOnce, boughtMinor);
        let [cost, from] = [boughtMinor, list];
        for (const to of [...prices.slice(1), list]) {
          const money = { costMinor: cost, boughtMinor, bought, currency: "CHF", openMinor: 0 } as never;
          const place = { money, isSimple: true, keptMinor, start };
          const moved = computeMovePrice(place, priced(from, today), priced(to, today));
          if (moved.kind === "ask") continue;
          [cost, from] = [cost + moved.differenceMinor, to];
          expect(cost).toBeGreaterThanOrEqual(0);
          const back = leave(cost);
          expect(back).toBeLessThanOrEqual(cost);
          // By moving first nobody gets more than by leaving at once, from where they began and from where they are.
          expect(cost - back).toBeGreaterThanOrEqual(boughtMinor - atOnce);
          const fromThere = pickPlaceTerms(sold, priced(list, today), {
            ...{ money: { paidMinor: cost, costMinor: cost, boughtMinor: cost }, currency: "CHF", now },
          });
          expect(back).toBeLessThanOrEqual(fromThere.kind === "open" ? fromThere.returnedMinor : 0);
        }
        if (from !== list) return;
        expect(cost).toBe(boughtMinor);
        expect(leave(cost)).toBe(atOnce);
      },
    ),
  );
});

test("what came back by a move is taken off what the terms give of the purchase", () => {
  const cohort = priced(6_000, { cancelDays: 10, cancelPercent: 80, cancelFeeMinor: 500 });
  const money = { paidMinor: 6_000, costMinor: 6_000, boughtMinor: 10_000 };
  expect(pickPlaceTerms(null, cohort, { money, currency: "CHF", now })).toMatchObject({
    ...{ kind: "open", returnedMinor: 3_500, keptMinor: 2_500 },
  });
});

test("what has gone back already is taken off what the terms give, except what was paid beyond the price", () => {
  const cohort = priced(10_000, { cancelDays: 10, cancelPercent: 80, cancelFeeMinor: 500 });
  const returned = (paidMinor: number, goneMinor: number) =>
    pickPlaceTerms(null, cohort, {
      ...{ money: { paidMinor, costMinor: 10_000, boughtMinor: 10_000 }, goneMinor },
      ...{ currency: "CHF", now },
    });
  expect(returned(4_000, 6_000)).toMatchObject({ returnedMinor: 1_500, keptMinor: 2_500 });
  expect(returned(2_500, 7_500)).toMatchObject({ returnedMinor: 0, keptMinor: 2_500 });
  expect(returned(10_000, 700)).toMatchObject({ returnedMinor: 7_500, keptMinor: 2_500 });
});
