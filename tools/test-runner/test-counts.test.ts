import { expect, test } from "vitest";
import { LEFT_TO_ALL, ON_SQLITE } from "#tests/support/quick-run.ts";
import { countLeftOnPostgres, countPlaywright, countVitest, findLeftWhole, judge, totalsLine } from "./test-counts.ts";

const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 5, unexpected: 1, flaky: 0, skipped: 2 }, errors: [] };

test("what vitest reports is counted", () => {
  expect(countVitest(vitest)).toEqual({ passed: 3, failed: 1, skipped: 3, left: 0 });
});

test("a test file that does not even load is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countVitest({ ...vitest, testResults }).failed).toBe(2);
});

test("what Playwright reports is counted", () => {
  expect(countPlaywright(playwright)).toEqual({ passed: 5, failed: 1, skipped: 2, left: 0 });
});

test("a test that passes only the second time is a failure", () => {
  expect(countPlaywright({ ...playwright, stats: { ...playwright.stats, flaky: 1 } }).failed).toBe(2);
});

test("a suite that left no report has failed", () => {
  expect(judge(null, true).failed).toBe(1);
});

test("a suite that ran no test has failed", () => {
  expect(judge({ passed: 0, failed: 0, skipped: 4 }, true).failed).toBe(1);
});

test("a suite whose program failed has failed, even when every test passed", () => {
  expect(judge({ passed: 3, failed: 0, skipped: 0 }, false).failed).toBe(1);
});

test("a failure is not counted twice", () => {
  expect(judge({ passed: 3, failed: 2, skipped: 0 }, false).failed).toBe(2);
});

test("the totals say what was skipped only when something was", () => {
  const counts = { passed: 2, failed: 0, skipped: 0 };
  expect(totalsLine([counts, counts])).toBe("4 passed, 0 failed");
  expect(totalsLine([counts, { passed: 0, failed: 1, skipped: 3 }])).toBe("2 passed, 1 failed, 3 skipped");
});

test("what a quick run leaves is counted apart from what is skipped, and the totals say where it is run", () => {
  const spec = (description: string) => ({ tests: [{ annotations: [{ type: "skip", description }] }] });
  const inner = { specs: [spec(LEFT_TO_ALL)] };
  const suites = [{ specs: [spec("not here"), { tests: [{ annotations: [] }] }], suites: [inner] }];
  const browser = countPlaywright({ ...playwright, suites });
  expect(browser).toMatchObject({ skipped: 1, left: 1 });
  const counts = { passed: 2, failed: 0, skipped: 0 };
  expect(totalsLine([counts, { ...counts, left: 1_040 }])).toBe("4 passed, 0 failed; 1,040 more in npm run test:all");
  expect(totalsLine([{ ...counts, skipped: 3, left: 1 }, counts])).toBe(
    "4 passed, 0 failed, 3 skipped; 1 more in npm run test:all",
  );
});

const ranOf = (...tests: { left?: string }[]) => ({
  name: "/school/db/storage.db.test.ts",
  status: "passed",
  assertionResults: tests.map((meta) => ({ meta })),
});
const LEFT = { left: LEFT_TO_ALL };

test("a test of vitest that says that it is left is counted so, and not as skipped", () => {
  const report = { ...vitest, numPendingTests: 3, testResults: [ranOf({}, LEFT, LEFT)] };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 2, left: 2 });
});

test("a file of which a quick run keeps nothing is found, and one that keeps a test on either engine is not", () => {
  const reportOf = (...tests: { left?: string }[]) => ({ ...vitest, testResults: [ranOf(...tests)] });
  expect(findLeftWhole([reportOf(LEFT, LEFT), reportOf(LEFT)], "/school")).toEqual(["db/storage.db.test.ts"]);
  expect(findLeftWhole([reportOf(LEFT, LEFT), reportOf(LEFT, {})], "/school")).toEqual([]);
  expect(findLeftWhole([reportOf()], "/school")).toEqual([]);
});

test("what is left out on PostgreSQL is what has run on SQLite and stays there, less what has no engine", () => {
  const ran = (file: string, count: number) => ({
    name: `/school/${file}`,
    status: "passed",
    assertionResults: Array.from({ length: count }, () => ({})),
  });
  const testResults = [
    ran("tests/support/route-table/pages.server.test.ts", 20),
    ran("tests/concurrency/crash.server.test.ts", 3),
    ran("ops/server/start-gate.server.test.ts", 1),
    ran("providers/oauth.server.test.ts", 7),
    ran("domain/who-may.db.test.ts", 9),
    ran(ON_SQLITE[0] as string, 5),
  ];
  expect(countLeftOnPostgres({ ...vitest, testResults }, "/school")).toBe(25);
});
