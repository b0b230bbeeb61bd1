import { expect, test } from "vitest";
import { translatorFor } from "#messages/translator.ts";
import { howMany } from "./list-page.tsx";

const en = translatorFor("en");

test.each([
  [en("admin_students.people_counted", { count: 0 }), 0, "0 people", "0 people match"],
  [en("admin_students.people_counted", { count: 1 }), 1, "1 person", "1 person matches"],
  [en("admin_audit.entries_counted", { count: 1 }), 1, "1 entry", "1 entry matches"],
  [en("admin_orders.orders_counted", { count: 1_234 }), 1_234, "1,234 orders", "1,234 orders match"],
])("a list of %s says so, and so does a filter that leaves as many", (counted, total, all, filtered) => {
  expect(howMany({ total, isMore: false, isFiltered: false }, "things", counted)).toBe(all);
  expect(howMany({ total, isMore: false, isFiltered: true }, "things", counted)).toBe(filtered);
});

test("a list that was not counted to its end says more than what was counted", () => {
  expect(howMany({ total: 10_000, isMore: true, isFiltered: false }, "orders", "")).toBe("More than 10,000 orders");
  expect(howMany({ total: 10_000, isMore: true, isFiltered: true }, "orders", "")).toBe(
    "More than 10,000 orders match",
  );
});
