import { expect, test } from "vitest";
import { orders } from "#db/schema/index.ts";
import { createFromFilter, createUntilFilter } from "./filters.ts";

test("days are the school's: the last one is included, also when clocks change", () => {
  const [from, until] = [createFromFilter(orders.createdAt), createUntilFilter(orders.createdAt)];
  expect(from.read("2026-03-29", "Europe/Zurich")?.toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(until.read("2026-03-29", "Europe/Zurich")?.toISOString()).toBe("2026-03-29T22:00:00.000Z");
});
