import { describe, expect, test } from "vitest";
import type { CohortOption } from "#domain/courses/list-courses.ts";
import { preselectedCohort, cohortOption } from "./cohort-option.ts";

const winter: CohortOption = {
  ...{ id: "coh_1", name: "Winter", state: "open", timezone: "Europe/Zurich" },
  ...{ startsAt: new Date("2026-02-05T23:30:00Z"), priceMinor: 48_000, currency: "CHF" },
  ...{ capacity: 8, held: 1, taken: 4 },
};

test.each<[string, Partial<CohortOption>]>([
  ["Winter · 3 of 8 seats free · 6 February 2026 · CHF 480", {}],
  ["Winter · full (8) · 6 February 2026 · JPY 28,000", { priceMinor: 28_000, currency: "JPY", taken: 7 }],
  ["Winter · seats without limit · at any time · free of charge", { startsAt: null, priceMinor: 0, capacity: null }],
  ["Winter · cancelled · 6 February 2026 · CHF 480", { state: "cancelled" }],
])("a cohort to choose says whether there is room, when it begins and what it costs: %s", (label, facts) => {
  expect(cohortOption({ ...winter, ...facts }).label).toBe(label);
});

describe("what is chosen beforehand", () => {
  const [first, second] = [cohortOption(winter), cohortOption({ ...winter, id: "coh_2" })];
  const cancelled = cohortOption({ ...winter, id: "coh_3", state: "cancelled" });
  test("is nothing among several, so that nobody is put into the wrong one", () => {
    expect(preselectedCohort([first, second], undefined)).toBe("");
    expect(preselectedCohort([first, second], "coh_none")).toBe("");
  });
  test("is what the link named, and the only one that can be chosen", () => {
    expect(preselectedCohort([first, second], "coh_2")).toBe("coh_2");
    expect(preselectedCohort([first, cancelled], undefined)).toBe("coh_1");
    expect(preselectedCohort([first, second, cancelled], "coh_3")).toBe("");
    expect(preselectedCohort([cancelled], undefined)).toBe("");
  });
});
