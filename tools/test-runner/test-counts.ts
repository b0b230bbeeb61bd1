import { relative } from "node:path";
import { ONE_ENGINE } from "#tests/support/one-engine.ts";
import { IN_PARTS, LEFT_TO_ALL, ON_SQLITE, SHARED_DATABASE } from "#tests/support/quick-run.ts";

/** How many tests of a suite ended how; `left`: to `npm run test:all`, by a quick run. */
export type Counts = { passed: number; failed: number; skipped: number; left?: number };

export type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name?: string; status: string; assertionResults: { meta?: { left?: string } }[] }[];
};
type Suite = {
  suites?: Suite[];
  specs?: { tests: { annotations: { type: string; description?: string }[] }[] }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites?: Suite[];
};

/** A file that fails before its first test (a syntax error, a broken import) counts as one failure. */
export function countVitest(report: VitestReport): Counts {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const left = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter(isLeft)).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests - left,
    left,
  };
}

const isLeft = ({ meta }: { meta?: { left?: string } }) => meta?.left === LEFT_TO_ALL;

/** The files of which a quick run that had all of these reports has kept no test: whoever waits would hear nothing of what they hold. */
export function findLeftWhole(reports: readonly VitestReport[], root = process.cwd()): string[] {
  const files = reports
    .flatMap(({ testResults }) => testResults)
    .filter(({ assertionResults: { length } }) => length > 0);
  const kept = files.filter(({ assertionResults }) => !assertionResults.every(isLeft)).map(({ name }) => name);
  const whole = files.map(({ name }) => name).filter((name) => !kept.includes(name));
  return [...new Set(whole)].map((name = "") => relative(root, name)).filter((file) => !(file in IN_PARTS));
}

/** A test that passed only when it was tried again counts as a failure. */
export function countPlaywright({ stats, errors, suites = [] }: PlaywrightReport): Counts {
  const left = suites.reduce((sum, suite) => sum + leftIn(suite), 0);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped - left,
    left,
  };
}

function leftIn({ suites = [], specs = [] }: Suite): number {
  const own = specs
    .flatMap(({ tests }) => tests)
    .filter(({ annotations }) => annotations.some(({ description }) => description === LEFT_TO_ALL));
  return suites.reduce((sum, suite) => sum + leftIn(suite), own.length);
}

/**
 * How many tests a quick run leaves out on PostgreSQL by leaving out their files, by what it has run on SQLite: the files are the same.
 * Servers of no engine's run there in a long run only.
 */
export function countLeftOnPostgres({ testResults }: VitestReport, root = process.cwd()): number {
  return testResults.reduce((sum, { name = "", assertionResults }) => {
    const file = relative(root, name);
    const isRun = file.includes(".server.")
      ? SHARED_DATABASE.some((folder) => file.startsWith(folder))
      : !ON_SQLITE.includes(file);
    return isRun || ONE_ENGINE.includes(file) ? sum : sum + assertionResults.length;
  }, 0);
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

/** `12 passed, 0 failed`, and `, 1 skipped` and `; 5 more in npm run test:all` when there are any. */
export function totalsLine(all: Counts[]): string {
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + (counts[of] ?? 0), 0);
  const [skipped, left] = [sum("skipped"), sum("left")];
  const more = left > 0 ? `; ${left.toLocaleString("en")} more in npm run test:all` : "";
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}${more}`;
}
