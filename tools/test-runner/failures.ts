import { stripVTControlCharacters } from "node:util";

/** One test that failed, the beginning of what it said, and where it stands (null: it failed before any test). */
export type Failure = { name: string; said: string; at: { file: string; line?: number; project?: string } | null };

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
    file: string;
    line: number;
    tests: { projectName: string; results: { status: string; errors?: { message?: string }[] }[] }[];
  }[];
};
type PlaywrightReport = { suites?: Suite[]; errors: { message?: string }[] };

const LINES_MAX = 12;

export function vitestFailures({ testResults }: VitestReport): Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === "failed" && assertionResults.length === 0)
      return [{ name, said: beginning(message), at: { file: name } }];
    const failed = assertionResults.filter((each) => each.status === "failed");
    return failed.map(({ fullName, failureMessages }) => ({
      name: fullName,
      said: beginning(failureMessages?.join("\n")),
      at: { file: name },
    }));
  });
}

export function playwrightFailures({ suites = [], errors }: PlaywrightReport): Failure[] {
  const broken = errors.map(({ message }) => ({ name: "before any test", said: beginning(message), at: null }));
  return [...broken, ...suites.flatMap(failuresIn)];
}

/** Every attempt that went wrong, those of a test that passed the second time included. */
function failuresIn({ suites = [], specs = [] }: Suite): Failure[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests.flatMap(({ projectName, results }) =>
      results
        .filter(({ status }) => status !== "passed" && status !== "skipped")
        .map(({ errors = [] }) => ({
          name: `[${projectName}] ${title}`,
          said: beginning(errors.map(({ message }) => message ?? "").join("\n")),
          at: { file, line, project: projectName },
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
export function formatFailures(failures: readonly Pick<Failure, "name" | "said">[]): string {
  return failures.map(({ name, said }) => `✗ ${name}\n${said.replace(/^/gm, "    ")}`).join("\n");
}
