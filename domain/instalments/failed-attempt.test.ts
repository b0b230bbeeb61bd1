import { expect, test } from "vitest";
import { findFailedAttempt } from "./failed-attempt.ts";

const createdAt = new Date("2026-03-01T10:00:00Z");
const attempt = {
  ...({ provider: "sandbox", state: "failed" } as const),
  ...{ failure: "card_declined", amountMinor: 11_200, createdAt, firstInstalment: 2, lastInstalment: 3 },
  savedCardId: null,
};
const parts = (...states: ("due" | "paid" | "cancelled")[]) => states.map((state, at) => ({ number: at + 1, state }));

test("a part that was declined is said to be, as long as something that the attempt was for is due", () => {
  const said = { provider: "sandbox", failure: "card_declined", amountMinor: 11_200, createdAt, isKeptCard: false };
  expect(findFailedAttempt([attempt], parts("paid", "paid", "due"))).toEqual(said);
  expect(findFailedAttempt([attempt], parts("paid", "paid", "paid", "due"))).toBe(undefined);
  expect(findFailedAttempt([attempt], parts("paid", "cancelled", "cancelled"))).toBe(undefined);
});

test("whoever has begun to pay again, or pays at once, reads of no failure here", () => {
  for (const state of ["created", "pending", "settled", "expired"] as const)
    expect(findFailedAttempt([{ ...attempt, state }], parts("paid", "due"))).toBe(undefined);
  const atOnce = { ...attempt, firstInstalment: null, lastInstalment: null };
  expect(findFailedAttempt([atOnce], parts("due"))).toBe(undefined);
  expect(findFailedAttempt([], parts("due"))).toBe(undefined);
});
