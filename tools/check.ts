/** `npm run check`: every check of `tools/test-runner/checks.ts`, beside each other. Goes on after a failure, so that one run tells all. */
import { availableParallelism } from "node:os";
import { CHECKS } from "./test-runner/checks.ts";
import { runSideBySide } from "./test-runner/side-by-side.ts";
import { formatDuration, formatTable, runStep } from "#ops/run-step.ts";

const jobs = CHECKS.map((step) => ({
  name: step.name,
  share: 1,
  after: step.after ?? [],
  run: () => runStep(step, { prefixed: true }),
}));
const results = await runSideBySide(jobs, availableParallelism());

console.log(`\n${formatTable(results.map(({ name, ok, ms }) => [ok ? "ok" : "FAILED", name, formatDuration(ms)]))}`);
const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}. \`npm run format\` mends the format.`);
  process.exitCode = 1;
}
