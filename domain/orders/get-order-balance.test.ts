import { expect, test } from "vitest";
import { getOrderBalance } from "./get-order-balance.ts";

test.each([
  ["awaiting_payment", 48_000, 0, "unpaid", -48_000],
  ["awaiting_payment", 48_000, 20_000, "underpaid", -28_000],
  ["paid", 48_000, 48_000, "paid", 0],
  ["paid", 48_000, 96_000, "overpaid", 48_000],
  ["paid", 0, 0, "nothing_due", 0],
  ["paid", 48_000, 28_000, "partly_refunded", 0],
  ["paid", 48_000, 0, "refunded", 0],
  ["cancelled", 48_000, 48_000, "overpaid", 48_000],
  ["cancelled", 48_000, 0, "nothing_due", 0],
  ["expired", 48_000, 48_000, "overpaid", 48_000],
] as const)("an order %s over %i of which %i is here is %s by %i", (state, totalMinor, paid, kind, difference) => {
  expect(getOrderBalance({ state, totalMinor, keptMinor: 0 }, paid)).toMatchObject({
    kind,
    differenceMinor: difference,
  });
});

test.each([
  ["on time", { takenMinor: 14_400, lateMinor: 0, laterMinor: 33_600, nextMinor: 11_200 }, 14_400, "on_plan", 0],
  [
    "with a part that is late",
    { takenMinor: 14_400, lateMinor: 11_200, laterMinor: 22_400, nextMinor: 11_200 },
    14_400,
    "underpaid",
    -11_200,
  ],
  ["paid to the end", { takenMinor: 48_000, lateMinor: 0, laterMinor: 0, nextMinor: 0 }, 48_000, "paid", 0],
  [
    "with a part paid twice",
    { takenMinor: 25_600, lateMinor: 0, laterMinor: 22_400, nextMinor: 11_200 },
    36_800,
    "overpaid",
    11_200,
  ],
  [
    "of which a part went back",
    { takenMinor: 25_600, lateMinor: 0, laterMinor: 22_400, nextMinor: 11_200 },
    14_400,
    "partly_refunded",
    0,
  ],
  [
    "all of which went back",
    { takenMinor: 14_400, lateMinor: 0, laterMinor: 33_600, nextMinor: 11_200 },
    0,
    "refunded",
    0,
  ],
] as const)("an order in instalments %s", (_what, instalments, paid, kind, difference) => {
  const balance = getOrderBalance({ state: "paid", totalMinor: 48_000, keptMinor: 0 }, paid, instalments);
  expect(balance).toMatchObject({ kind, differenceMinor: difference, laterMinor: instalments.laterMinor });
});

test.each([
  ["unpaid", 0, "unpaid", -14_400],
  ["a part of the first part paid", 10_000, "underpaid", -4_400],
] as const)(
  "an order that waits to be paid by its plan asks for the first part alone: %s",
  (_what, paid, kind, difference) => {
    const parts = { takenMinor: 0, lateMinor: 0, laterMinor: 48_000, nextMinor: 14_400 };
    const balance = getOrderBalance({ state: "awaiting_payment", totalMinor: 48_000, keptMinor: 0 }, paid, parts);
    expect(balance).toMatchObject({ kind, dueMinor: 14_400, differenceMinor: difference, laterMinor: 33_600 });
  },
);

test("what has come of the next part is nothing too much, and lessens what is late", () => {
  const parts = { takenMinor: 14_400, lateMinor: 0, laterMinor: 33_600, nextMinor: 11_200 };
  const of = { state: "paid", totalMinor: 48_000, keptMinor: 0 } as const;
  expect(getOrderBalance(of, 19_400, parts)).toMatchObject({ kind: "on_plan", differenceMinor: 0, laterMinor: 28_600 });
  const late = { ...parts, lateMinor: 11_200, laterMinor: 22_400 };
  expect(getOrderBalance(of, 19_400, late)).toMatchObject({ kind: "underpaid", differenceMinor: -6_200 });
});
