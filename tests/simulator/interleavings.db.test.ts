import { expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
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
  const all = [...listOrders(events)];
  expect(all).toHaveLength(engine === "sqlite" ? 420 : 60);
  // A run of all plays every third on SQLite and every second on PostgreSQL, a quick one a quarter of those.
  const each = isLong ? 1 : (engine === "sqlite" ? 3 : 2) * (isQuick ? 4 : 1);
  const chosen = all.filter((_, at) => at % each === 0);
  const { played, faults } = await playOrders(chosen);
  expect(faults).toEqual([]);
  expect(played).toBe(chosen.length);
});
