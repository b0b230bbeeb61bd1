import { expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { ALL_EVENTS, FEW_EVENTS, FEWEST_EVENTS, listOrders, playOrders } from "./interleavings.ts";

test("of two buyers of one seat, a return page, a message, the time that is up and a refund, every order is tried", () => {
  const all = [...listOrders(ALL_EVENTS)].map((order) => order.join());
  // Each buyer's four, of which two may be exchanged, among the other's; then two more anywhere.
  expect(all).toHaveLength(70 * 2 * 2 * 9 * 10);
  expect(new Set(all).size).toBe(all.length);
});

test("in whatever order two buyers of one seat, the job and a refund come, the seat is sold once and every cent is found", async () => {
  // PostgreSQL needs many times as long; the command plays all of them there.
  const events = engine === "sqlite" ? FEW_EVENTS : FEWEST_EVENTS;
  const { played, faults } = await playOrders(listOrders(events));
  expect(faults).toEqual([]);
  expect(played).toBe(engine === "sqlite" ? 420 : 60);
});
