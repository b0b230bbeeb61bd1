import { expect, test } from "vitest";
import { computeMovePrice } from "./compute-move-price.ts";

const cohort = (priceMinor: number) => ({ id: `coh_${priceMinor}`, priceMinor, currency: "CHF" });
const bought = (listMinor: number) => ({
  bought: { listMinor, discounts: [], totalMinor: listMinor, taxedMinor: listMinor },
  boughtMinor: listMinor,
});

/** What a move costs: the cohort cost `then` when it was bought and costs `from` by now. */
function move(then: number, from: number, to: number, { costMinor = then, worthMinor = then } = {}) {
  const money = { ...bought(then), costMinor, currency: "CHF", openMinor: 0 } as never;
  const start = { cohortId: "coh_a", thenMinor: then, nowMinor: from, worthMinor };
  const moved = computeMovePrice({ money, isSimple: true, keptMinor: 0, start }, cohort(from), cohort(to));
  return moved.kind === "ask" ? moved.why : moved.differenceMinor;
}

test.each([
  ["the same price", 400, 400, 400, 0],
  ["a dearer one", 400, 400, 450, 50],
  ["a cheaper one", 400, 400, 350, -50],
  ["bought before the price went up, and the other as dear as this one now", 400, 450, 450, 0],
  ["bought before the price went up, and the other dearer still", 400, 450, 500, 50],
  ["bought before the price went up, and the other as cheap as it was", 400, 450, 400, 0],
  ["bought before the price went down for everybody", 400, 300, 300, 0],
  ["bought before the price went down, and the other cheaper still", 400, 300, 250, -50],
  ["from a free one", 0, 0, 400, 400],
  ["to a free one", 400, 400, 0, "free"],
])("%s", (_name, then, from, to, difference) => {
  expect(move(then, from, to)).toBe(difference);
});

test("what the office has let somebody off stays so: a dearer one costs the difference between the lists, another as dear nothing, and one as dear as was paid as well", () => {
  const letOff = { costMinor: 400, worthMinor: 400 };
  expect([move(450, 450, 450, letOff), move(450, 450, 500, letOff), move(450, 450, 400, letOff)]).toEqual([0, 50, 0]);
});

test("what the school has kept of a cheaper one is not paid again on the way back", () => {
  expect(move(300, 300, 400, { costMinor: 400, worthMinor: 400 })).toBe(0);
});
