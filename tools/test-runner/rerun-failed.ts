import type { Failure } from "./failures.ts";

/** A suite that had failures, and the tests that failed in it. */
export type Failed = { suite: string; failures: readonly Failure[] };

/**
 * So many failures of a whole run are run once more, each alone. On a machine that does everything at once a test may wait
 * longer than it allows for; more than a few are no chance.
 */
const RERUN_MAX = 3;

/**
 * The commands that run what failed once more, by suite; none when too much failed or something failed before any test. A file of
 * vitest runs as a whole, as its tests may build on each other.
 */
export function listReruns(failed: readonly Failed[]): { suite: string; command: [string, ...string[]] }[] {
  const all = failed.flatMap(({ failures }) => failures);
  if (all.length === 0 || all.length > RERUN_MAX || all.some(({ at }) => at === null)) return [];
  if (failed.some(({ failures }) => failures.length === 0)) return [];
  return failed.flatMap(({ suite, failures }) => {
    if (suite !== "browser") {
      const files = failures.flatMap(({ at }) => at?.file ?? []);
      return [{ suite, command: ["vitest", "run", "--project", suite, "--maxWorkers=1", ...new Set(files)] }];
    }
    return failures.map(({ at }) => ({
      suite,
      command: ["playwright", "test", `e2e/${at?.file}:${at?.line}`, "--project", at?.project ?? "", "--workers=1"],
    }));
  }) as { suite: string; command: [string, ...string[]] }[];
}

/** What a run says of tests that failed beside others and passed alone: a fault that shows under load is a fault. */
export function formatUnsteady(failures: readonly Failure[]): string {
  const names = failures.map(({ name }) => `! ${name}`).join("\n");
  return `Failed once and passed alone. Mend the test, or what it found:\n${names}`;
}
