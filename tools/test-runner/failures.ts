import { stripVTControlCharacters } from "node:util";

/** One test that failed, and the beginning of what it said. */
export type Failure = { name: string; said: string };

type VitestReport = {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
};
type Suite = {
  title: string;
  suites?: Suite[];
  specs?: {
    title: string;
    tests: { projectName: string; results: { status: string; errors?: { message?: string }[] }[] }[];
  }[];
};
type PlaywrightReport = { suites?: Suite[]; errors: { message?: string }[] };

const LINES_MAX = 12;

export function vitestFailures({ testResults }: VitestReport): Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === "failed" && assertionResults.length === 0) return [{ name, said: beginning(message) }];
    const failed = assertionResults.filter((each) => each.status === "failed");
    return failed.map((each) => ({ name: each.fullName, said: beginning(each.failureMessages?.join("\n")) }));
  });
}

export function playwrightFailures({ suites = [], errors }: PlaywrightReport): Failure[] {
  const broken = errors.map(({ message }) => ({ name: "before any test", said: beginning(message) }));
  return [...broken, ...suites.flatMap(failuresIn)];
}

/** Every attempt that went wrong, those of a test that passed the second time included. */
function failuresIn({ suites = [], specs = [] }: Suite): Failure[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ projectName, results }) =>
      results
        .filter(({ status }) => status !== "passed" && status !== "skipped")
        .map(({ errors = [] }) => ({
          name: `[${projectName}] ${title}`,
          said: beginning(errors.map(({ message }) => message ?? "").join("\n")),
        })),
    ),
  );
  return [...own, ...suites.flatMap(failuresIn)];
}

/** Without colours, empty lines, the test program's own steps and what comes late, so that the end of a log holds all of them. */
function beginning(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.includes("/node_modules/"));
  return lines.slice(0, LINES_MAX).join("\n");
}

/** All of them for the end of a log, each under its name. */
export function formatFailures(failures: readonly Failure[]): string {
  return failures.map(({ name, said }) => `✗ ${name}\n${said.replace(/^/gm, "    ")}`).join("\n");
}
