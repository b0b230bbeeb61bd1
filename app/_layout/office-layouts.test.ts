import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The desk of tickets draws the shell itself: its lists stand in the navigation and depend on what is asked for. */
const DRAWS_ITS_OWN = ["tickets"];
/** A meeting is reached from its course, places for others from the orders, and what one teaches from the first page: they have no place of their own in the navigation. */
const WITHIN: Record<string, string> = {
  approvals: "/orders",
  withdrawals: "/orders",
  cancellations: "/enrolments",
  "claim-links": "/orders",
  meetings: "/courses",
  teaching: "",
};

test("each section of the office has a layout that marks the section itself", () => {
  const sections = new Set(globSync("app/admin/*/**/page.tsx").map((file) => file.split("/")[2] as string));
  expect(sections.size).toBeGreaterThan(8);
  for (const section of sections) {
    if (DRAWS_ITS_OWN.includes(section)) continue;
    expect(readFileSync(`app/admin/${section}/layout.tsx`, "utf8")).toContain(
      `officeLayout("/admin${WITHIN[section] ?? `/${section}`}")`,
    );
  }
});
