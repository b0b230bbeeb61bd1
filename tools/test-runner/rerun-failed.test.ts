import { expect, test } from "vitest";
import type { Failure } from "./failures.ts";
import { formatUnsteady, listReruns } from "./rerun-failed.ts";

const journey = { name: "[phone] pays", said: "", at: { file: "pay.spec.ts", line: 7, project: "phone" } };
const race: Failure = { name: "sells once", said: "", at: { file: "/school/sell.db.test.ts" } };

test("what failed is run once more: a journey in its browser, a file of tests as a whole", () => {
  const failed = [
    { suite: "browser", failures: [journey] },
    { suite: "sqlite", failures: [race, { ...race, name: "sells none twice" }] },
  ];
  expect(listReruns(failed)).toEqual([
    { suite: "browser", command: ["playwright", "test", "e2e/pay.spec.ts:7", "--project", "phone", "--workers=1"] },
    {
      suite: "sqlite",
      command: ["vitest", "run", "--project", "sqlite", "--maxWorkers=1", "/school/sell.db.test.ts"],
    },
  ]);
});

test("nothing is run again when more than three failed, when no test could begin, or when a suite does not say what failed", () => {
  expect(listReruns([])).toEqual([]);
  expect(listReruns([{ suite: "sqlite", failures: [race, race, race, race] }])).toEqual([]);
  expect(listReruns([{ suite: "browser", failures: [{ name: "before any test", said: "", at: null }] }])).toEqual([]);
  expect(
    listReruns([
      { suite: "sqlite", failures: [race] },
      { suite: "lint", failures: [] },
    ]),
  ).toEqual([]);
});

test("who passed alone is named", () => {
  expect(formatUnsteady([journey, race])).toContain("! [phone] pays\n! sells once");
});
