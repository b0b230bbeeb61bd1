import { expect, test } from "vitest";
import { isConfirmable, isConfirmationOffered } from "./is-confirmable.ts";

const attempt = (state: "pending" | "cancelled" | "expired" | "failed" | "settled", part: number | null = null) => ({
  ...{ id: "pay_1", provider: "bank" as const, state, firstInstalment: part, lastInstalment: part },
});
const OVER = ["cancelled", "expired", "failed"] as const;
const settled = { state: "settled" as const };
const parts = [
  { kind: "part" as const, state: "paid" as const, number: 1 },
  { kind: "part" as const, state: "due" as const, number: 2 },
];

test("a transfer that is awaited is confirmed, whatever else has come", () => {
  const order = { state: "awaiting_payment" as const, instalments: [], payments: [attempt("pending"), settled] };
  expect(isConfirmationOffered(attempt("pending"), order)).toBe(true);
  expect(isConfirmationOffered(attempt("pending"), { ...order, state: "paid" })).toBe(true);
  expect(isConfirmationOffered(attempt("settled"), order)).toBe(false);
  expect(isConfirmationOffered({ ...attempt("pending"), provider: "stripe" }, order)).toBe(false);
});

test("one that is asked for no more is confirmed of no order that is paid, and offered only while nothing else is here", () => {
  for (const state of OVER) {
    const late = attempt(state);
    for (const order of ["awaiting_payment", "cancelled", "expired"] as const) {
      expect(isConfirmable(late, { state: order }, [])).toBe(true);
      const alone = { state: order, instalments: [], payments: [late] };
      expect(isConfirmationOffered(late, alone)).toBe(true);
      expect(isConfirmationOffered(late, { ...alone, payments: [late, settled] })).toBe(false);
    }
    expect(isConfirmable(late, { state: "paid" }, [])).toBe(false);
    expect(isConfirmationOffered(late, { state: "paid", instalments: [], payments: [late] })).toBe(false);
  }
});

test("of a plan one that is asked for no more is confirmed while its part is due, and not once that is paid; of several, the office is asked while all are", () => {
  const order = { state: "paid" as const, instalments: parts, payments: [settled] };
  expect(isConfirmationOffered(attempt("cancelled", 2), order)).toBe(true);
  expect(isConfirmationOffered(attempt("cancelled", 1), order)).toBe(false);
  const rest = { ...attempt("cancelled", 1), lastInstalment: 2 };
  expect([isConfirmable(rest, order, parts), isConfirmationOffered(rest, order)]).toEqual([true, false]);
});
