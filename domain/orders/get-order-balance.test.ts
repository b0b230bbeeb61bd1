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
