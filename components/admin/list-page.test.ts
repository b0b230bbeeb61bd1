import { expect, test } from "vitest";
import { howMany } from "./list-page.tsx";

test.each([
  [0, "people", "0 people", "0 people match"],
  [1, "people", "1 person", "1 person matches"],
  [2, "people", "2 people", "2 people match"],
  [1, "entries", "1 entry", "1 entry matches"],
  [1, "colleagues", "1 colleague", "1 colleague matches"],
  [1, "courses", "1 course", "1 course matches"],
  [1_234, "orders", "1,234 orders", "1,234 orders match"],
])("a list of %i %s says so, and so does a filter that leaves as many", (total, noun, all, filtered) => {
  expect(howMany({ total, isMore: false, isFiltered: false }, noun)).toBe(all);
  expect(howMany({ total, isMore: false, isFiltered: true }, noun)).toBe(filtered);
});
