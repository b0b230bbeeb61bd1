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
  ["on time", { takenMinor: 14_400, lateMinor: 0, laterMinor: 33_600 }, 14_400, "on_plan", 0],
  [
    "with a part that is late",
    { takenMinor: 14_400, lateMinor: 11_200, laterMinor: 22_400 },
    14_400,
    "underpaid",
    -11_200,
  ],
  ["paid to the end", { takenMinor: 48_000, lateMinor: 0, laterMinor: 0 }, 48_000, "paid", 0],
  ["with a part paid twice", { takenMinor: 25_600, lateMinor: 0, laterMinor: 22_400 }, 36_800, "overpaid", 11_200],
  ["of which a part went back", { takenMinor: 25_600, lateMinor: 0, laterMinor: 22_400 }, 14_400, "partly_refunded", 0],
  ["all of which went back", { takenMinor: 14_400, lateMinor: 0, laterMinor: 33_600 }, 0, "refunded", 0],
] as const)("an order in instalments %s", (_what, instalments, paid, kind, difference) => {
  const balance = getOrderBalance({ state: "paid", totalMinor: 48_000, keptMinor: 0 }, paid, instalments);
  expect(balance).toMatchObject({ kind, differenceMinor: difference, laterMinor: instalments.laterMinor });
});
