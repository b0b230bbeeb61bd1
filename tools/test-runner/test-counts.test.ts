import { expect, test } from "vitest";
import { countPlaywright, countVitest, judge, totalsLine } from "./test-counts.ts";

const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 5, unexpected: 1, flaky: 0, skipped: 2 }, errors: [] };

test("what vitest reports is counted", () => {
  expect(countVitest(vitest)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test("a test file that does not even load is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countVitest({ ...vitest, testResults }).failed).toBe(2);
});

test("what Playwright reports is counted", () => {
  expect(countPlaywright(playwright)).toEqual({ passed: 5, failed: 1, skipped: 2 });
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
