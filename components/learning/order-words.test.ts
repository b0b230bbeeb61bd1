import { expect, test } from "vitest";
import type { OrderState } from "#db/enums.ts";
import { getOrderBalance } from "#domain/orders/get-order-balance.ts";
import { describeBalance } from "./order-words.ts";

const sentence = (state: OrderState, paidMinor: number, isCreditOffered = false) =>
  describeBalance({
    state,
    isCreditOffered,
    balance: getOrderBalance({ state, totalMinor: 48_000, keptMinor: 0 }, paidMinor),
    total: { minor: 48_000, currency: "CHF" },
  });

test("a part that was given back is not asked for again", () => {
  expect(sentence("paid", 38_000)).toMatch(/100.* has gone back/);
});

test("a part of the money that came in leaves the rest to be paid", () => {
  expect(sentence("awaiting_payment", 38_000)).toMatch(/100.* is still missing/);
});

test("what is over because the order was called off was not paid too much, and goes back", () => {
  expect(sentence("paid", 58_000)).toMatch(/100.* more than this order asks for/);
  for (const state of ["cancelled", "expired"] as const) expect(sentence(state, 48_000)).toMatch(/sends .*480.* back/);
});

test("nothing is said to go back while its buyer is asked whether it becomes credit", () => {
  expect(sentence("cancelled", 48_000, true)).toMatch(/480.* is yours.*credit/);
  expect(sentence("cancelled", 48_000, true)).not.toMatch(/The school sends/);
});

test("what was paid in full, or not at all, needs no sentence", () => {
  expect([sentence("paid", 48_000), sentence("awaiting_payment", 0)]).toEqual([undefined, undefined]);
});
