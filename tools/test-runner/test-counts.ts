/** How many tests of a suite ended how. */
export type Counts = { passed: number; failed: number; skipped: number };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** A file that fails before its first test (a syntax error, a broken import) counts as one failure. */
export function countVitest(report: VitestReport): Counts {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A test that passed only when it was tried again counts as a failure. */
export function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * What a suite counts as, given how its program ended. `counts` is null when it left no report.
 * A suite that ran nothing, or that failed without saying where, has failed.
 */
export function judge(counts: Counts | null, endedWell: boolean): Counts {
  if (counts === null) return { passed: 0, failed: 1, skipped: 0 };
  const saysNothing = counts.failed === 0 && (!endedWell || counts.passed === 0);
  return saysNothing ? { ...counts, failed: 1 } : counts;
}

/** `12 passed, 0 failed`, and `, 1 skipped` when there is any. */
export function totalsLine(all: Counts[]): string {
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
